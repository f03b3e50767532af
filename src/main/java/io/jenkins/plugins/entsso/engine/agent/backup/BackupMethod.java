package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.model.Failure;
import java.time.Duration;
import java.util.List;

/** One way to have ENTSSO write a backup. */
interface BackupMethod {
    /**
     * Has a backup written. That it says so proves nothing.
     *
     * @param directory where to
     * @param name of the file; there is none by that name
     * @param limit how long it may take
     * @throws InterruptedException if interrupted; every program that was started has ended by then, and nothing more is
     *     asked of ENTSSO
     */
    Made make(PrivateDirectory directory, String name, Password password, String reminder, Duration limit)
            throws InterruptedException;

    /**
     * What became of it.
     *
     * @param story what was done, a line each
     * @param failure why it was not made, or null if it may have been
     * @param entered whether ENTSSO got all it takes to make a backup
     * @param refused whether the program ended in a way that a success would not: by its exit code or an error code that
     *     it showed. No proof, but a reason not to wait for an event for long.
     * @param said the end of what the program said, with its exit code, for a person
     * @param reminder whether the reminder can be read back out of the file; null where the method cannot tell
     */
    record Made(
            List<String> story, Failure failure, boolean entered, boolean refused, String said, Proof.Check reminder) {
        /** By a method that cannot read the reminder back. */
        Made(List<String> story, Failure failure, boolean entered, boolean refused, String said) {
            this(story, failure, entered, refused, said, null);
        }

        /** Nothing was started. */
        static Made not(Failure.Kind kind, String detail) {
            return new Made(List.of(), new Failure(kind, detail), false, true, "");
        }
    }
}
