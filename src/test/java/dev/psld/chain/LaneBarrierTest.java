package dev.psld.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LaneBarrierTest {
    private final AtomicInteger held = new AtomicInteger();

    private int sum(LaneBarrier barrier, int lane, int part) {
        return barrier.join(lane, "sum", part, (List<Optional<Integer>> parts) -> {
            held.incrementAndGet();
            int sum = parts.stream().mapToInt(p -> p.orElse(0)).sum();
            return List.of(sum, sum * 10, sum * 100);
        });
    }

    @Test
    void the_work_is_done_once_for_all_and_goes_on_without_those_who_left() {
        LaneBarrier barrier = new LaneBarrier(3);
        CompletableFuture<Integer> a = CompletableFuture.supplyAsync(() -> sum(barrier, 0, 1) + sum(barrier, 0, 5));
        CompletableFuture<Integer> b = CompletableFuture.supplyAsync(() -> sum(barrier, 1, 2) + sum(barrier, 1, 6));
        assertThat(sum(barrier, 2, 4)).isEqualTo(700);
        barrier.leave();
        assertThat(a.join()).isEqualTo(7 + 11);
        assertThat(b.join()).isEqualTo(70 + 110);
        assertThat(held).hasValue(2);
    }

    @Test
    void a_failure_reaches_every_lane_and_the_next_call_works() {
        LaneBarrier barrier = new LaneBarrier(2);
        CompletableFuture<Integer> other = CompletableFuture.supplyAsync(() -> failing(barrier, 0));
        assertThatThrownBy(() -> failing(barrier, 1)).hasMessage("broken");
        assertThatThrownBy(other::join).isInstanceOf(CompletionException.class).hasMessageContaining("broken");
        barrier.leave();
        assertThat(sum(barrier, 1, 3)).isEqualTo(30);
    }

    private static int failing(LaneBarrier barrier, int lane) {
        return barrier.join(lane, "failure", lane, (List<Optional<Integer>> parts) -> {
            throw new IllegalArgumentException("broken");
        });
    }
}
