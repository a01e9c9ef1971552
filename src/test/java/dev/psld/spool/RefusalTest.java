package dev.psld.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.job.HeldJob;
import dev.psld.job.QueueSnapshot;
import dev.psld.job.Refusal;
import dev.psld.job.WaitingJob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no job goes to failed/ with a reason, and nothing stops the rest. */
class RefusalTest {
    @TempDir
    Path folder;

    private SpoolFixture fixture;
    private Spool spool;

    @BeforeEach
    void open() throws IOException {
        fixture = new SpoolFixture(Files.createDirectory(folder.resolve("spool")));
        spool = fixture.open("agent");
    }

    @Test
    void a_symbolic_link_is_moved_itself_and_never_followed() throws IOException {
        Path outside = Files.writeString(folder.resolve("secret.png"), "secret");
        Files.createSymbolicLink(fixture.root.resolve("inbox/sr4/photo.png"), outside);
        Files.createSymbolicLink(fixture.root.resolve("inbox/sr4/broken.png"), Path.of("nowhere"));
        QueueSnapshot queue = fixture.settled(spool);
        assertThat(queue.ready()).isEmpty();
        assertThat(queue.refused()).hasSize(2);
        assertThat(fixture.files("failed"))
                .containsEntry("sr4/photo.png", "->" + outside)
                .containsEntry("sr4/broken.png", "->nowhere");
        assertThat(outside).hasContent("secret");
        assertThat(fixture.working()).isEmpty();
    }

    @Test
    void a_link_to_a_folder_in_the_place_of_a_task_is_refused_and_the_task_comes_back() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("a.png"), "x");
        Files.delete(fixture.root.resolve("inbox/sr4"));
        Files.createSymbolicLink(fixture.root.resolve("inbox/sr4"), elsewhere);
        assertThat(fixture.settled(spool).ready()).isEmpty();
        assertThat(fixture.files("failed")).containsEntry("unsorted/sr4", "->" + elsewhere);
        assertThat(elsewhere.resolve("a.png")).exists();
        spool.verify();
        assertThat(fixture.root.resolve("inbox/sr4")).isDirectory();
    }

    @Test
    void a_photo_that_becomes_a_link_after_the_look_is_not_followed() throws IOException {
        Path photo = fixture.drop("inbox/sr4/photo.png", "x");
        WaitingJob waiting = fixture.settled(spool).next().orElseThrow();
        Files.delete(photo);
        Files.createSymbolicLink(photo, folder);
        assertThat(waiting.take()).isEmpty();
        assertThat(fixture.settled(spool).refused()).hasSize(1);
    }

    @Test
    void a_folder_called_like_a_picture_is_refused_once_it_has_stopped_growing() {
        fixture.drop("inbox/sr4/album.jpg/one.jpg", "x");
        spool.look();
        fixture.pass(fixture.settings.stillness());
        fixture.drop("inbox/sr4/album.jpg/two.jpg", "x");
        assertThat(spool.look().refused()).isEmpty();
        fixture.pass(fixture.settings.stillness());
        assertThat(spool.look().refused()).hasSize(1);
        assertThat(fixture.files("failed").keySet())
                .containsExactly("sr4/album.error.txt", "sr4/album.jpg/one.jpg", "sr4/album.jpg/two.jpg");
    }

    @Test
    void files_outside_the_folders_of_tasks_are_refused_and_the_reason_lists_the_tasks() {
        fixture.drop("inbox/a.jpg", "x");
        fixture.drop("inbox/holiday/b.jpg", "x");
        fixture.drop("inbox/priority/c.jpg", "x");
        assertThat(fixture.settled(spool).refused()).hasSize(3);
        assertThat(fixture.files("failed").keySet())
                .containsExactly(
                        "unsorted/a.error.txt",
                        "unsorted/a.jpg",
                        "unsorted/b.error.txt",
                        "unsorted/b.jpg",
                        "unsorted/c.error.txt",
                        "unsorted/c.jpg");
        assertThat(fixture.files("failed").get("unsorted/b.error.txt"))
                .contains("holiday", "deblur-motion, inpaint, sr4");
    }

    @Test
    void an_unreadable_file_is_refused_and_its_reason_says_what_to_do() {
        fixture.drop("inbox/sr4/unreadable.jpg", "x");
        assertThat(fixture.settled(spool).refused().get(0).reason()).contains("chmod");
    }

    @Test
    void temporary_names_are_left_where_they_are() {
        fixture.drop("inbox/sr4/a.jpg.part", "x");
        fixture.drop("inbox/sr4/.a.jpg.AbC123", "x");
        fixture.drop("inbox/.stfolder/marker", "x");
        QueueSnapshot queue = fixture.settled(spool);
        assertThat(queue.ready()).isEmpty();
        assertThat(queue.refused()).isEmpty();
        assertThat(queue.waiting()).isZero();
        assertThat(fixture.files("inbox")).hasSize(3);
    }

    @Test
    void two_refusals_of_one_name_are_numbered() {
        fixture.drop("inbox/sr4/notes.txt", "1");
        fixture.settled(spool);
        fixture.drop("inbox/sr4/notes.txt", "2");
        fixture.settled(spool);
        assertThat(fixture.files("failed"))
                .containsEntry("sr4/notes.txt", "1")
                .containsEntry("sr4/notes-2.txt", "2")
                .containsKeys("sr4/notes.error.txt", "sr4/notes-2.error.txt");
    }

    @Test
    void a_hundred_wild_names_all_end_as_jobs_or_refusals() throws IOException {
        SplittableRandom random = new SplittableRandom(100);
        Path inbox = fixture.root.resolve("inbox/sr4");
        int dropped = 0;
        for (int n = 0; n < 100; n++) {
            StringBuilder bytes = new StringBuilder();
            int length = n % 10 == 0 ? 251 : random.nextInt(1, 60);
            for (int i = 0; i < length; i++) {
                char c = (char) random.nextInt(1, 256);
                bytes.append(c == '/' ? '_' : c);
            }
            bytes.append(n % 3 == 0 ? ".txt" : ".jpg");
            RawName name = new RawName(bytes.toString());
            if (!TemporaryNames.match(name) && !Files.exists(name.in(inbox))) {
                Files.writeString(name.in(inbox), "x" + n);
                dropped++;
            }
        }
        assertThat(dropped).isGreaterThan(95);
        QueueSnapshot queue = fixture.settled(spool);
        assertThat(queue.troubles()).isEmpty();
        for (WaitingJob waiting : queue.ready()) {
            HeldJob claim = waiting.take().orElseThrow();
            claim.publish(SpoolFixture.staged(claim));
        }
        assertThat(queue.ready().size() + queue.refused().size()).isEqualTo(dropped);
        assertThat(count("failed/sr4")).isEqualTo(2L * queue.refused().size());
        assertThat(count("done/sr4")).isEqualTo(3L * queue.ready().size());
        assertThat(count("originals/sr4")).isEqualTo(queue.ready().size());
        assertThat(count("inbox/sr4")).isZero();
        assertThat(fixture.working()).isEmpty();
    }

    @Test
    void the_longest_name_fails_beside_a_text() throws IOException {
        RawName name = new RawName("x".repeat(251) + ".txt");
        Files.writeString(name.in(fixture.root.resolve("inbox/sr4")), "x");
        assertThat(fixture.settled(spool).refused()).hasSize(1);
        assertThat(fixture.files("failed").keySet())
                .containsExactly("sr4/" + "x".repeat(245) + ".error.txt", "sr4/" + "x".repeat(245) + ".txt");
    }

    @Test
    void a_name_with_a_line_end_is_escaped_in_all_texts() {
        fixture.drop("inbox/sr4/two\nlines.txt", "x");
        Refusal refusal = fixture.settled(spool).refused().get(0);
        assertThat(refusal.shown()).isEqualTo("sr4/two\\nlines.txt");
        assertThat(fixture.files("failed").get("sr4/two\nlines.error.txt"))
                .startsWith("two\\nlines.txt was not restored.\n");
    }

    @Test
    void invalid_utf8_keeps_its_bytes_all_the_way() throws IOException {
        RawName name = new RawName("\u00ff\u00fe.jpg");
        Files.writeString(name.in(fixture.root.resolve("inbox/sr4")), "x");
        HeldJob claim = fixture.claimOne(spool);
        Path picture = claim.publish(SpoolFixture.staged(claim));
        assertThat(RawName.of(picture)).isEqualTo(new RawName("\u00ff\u00fe.png"));
        assertThat(new RawName("\u00ff\u00fe.jpg").in(fixture.root.resolve("originals/sr4")))
                .hasContent("x");
        assertThat(claim.job().name().getBytes(StandardCharsets.UTF_8)).isNotEmpty();
    }

    private long count(String path) throws IOException {
        try (var all = Files.list(fixture.root.resolve(path))) {
            return all.count();
        }
    }
}
