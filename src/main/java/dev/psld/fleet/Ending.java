package dev.psld.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * How a job ends, written before anything of it is done, so that whoever finds it can finish it. Immutable.
 *
 * @param at ISO 8601
 * @param by name of the agent
 * @param files results, the picture last; none of a failure
 * @param reason why it failed; empty for one that is done
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Ending(String at, String by, List<StoredFile> files, Optional<String> reason) {}
