package dev.psld.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Which agents are known to be dead, by real processes. */
@EnabledOnOs(OS.LINUX)
class LivenessTest {
    private final AgentIdentity self = AgentIdentity.current("self");
    private final Liveness liveness = Liveness.seenFrom(self);

    @Test
    void this_process_lives_under_every_identity() {
        assertThat(self.machine()).isNotEmpty();
        assertThat(self.started()).isNotEmpty();
        assertThat(liveness.knownDead(self)).isFalse();
        assertThat(liveness.knownDead(AgentIdentity.current("again"))).isFalse();
        assertThat(AgentIdentity.current("self").token()).isNotEqualTo(self.token());
    }

    @Test
    void a_process_is_known_dead_once_it_was_killed() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sleep", "60").start();
        AgentIdentity other =
                at(process.pid(), ProcessState.of(process.pid()).orElseThrow().started());
        assertThat(liveness.knownDead(other)).isFalse();
        process.destroyForcibly().waitFor();
        assertThat(liveness.knownDead(other)).isTrue();
    }

    @Test
    void a_pid_that_was_used_again_is_another_process() {
        assertThat(liveness.knownDead(at(self.pid(), "1"))).isTrue();
    }

    @Test
    void nothing_is_known_of_other_machines_boots_and_hosts() {
        AgentIdentity dead = at(self.pid(), "1");
        assertThat(liveness.knownDead(new AgentIdentity("x", "elsewhere", dead.machine(), 1, "1", dead.user(), "t")))
                .isFalse();
        assertThat(liveness.knownDead(new AgentIdentity("x", dead.host(), "other boot", 1, "1", dead.user(), "t")))
                .isFalse();
    }

    @Test
    void a_dead_process_that_nobody_waited_for_does_not_run() {
        assertThat(new ProcessState('Z', "1").runs()).isFalse();
        assertThat(new ProcessState('S', "1").runs()).isTrue();
    }

    @Test
    void the_name_of_an_agent_is_fit_for_a_file() {
        assertThatIllegalArgumentException().isThrownBy(() -> AgentIdentity.current("../up"));
    }

    private AgentIdentity at(long pid, String started) {
        return new AgentIdentity("other", self.host(), self.machine(), pid, started, self.user(), "other");
    }
}
