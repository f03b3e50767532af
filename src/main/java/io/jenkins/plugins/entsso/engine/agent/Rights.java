package io.jenkins.plugins.entsso.engine.agent;

import java.io.Serializable;
import java.util.Optional;

/**
 * What the agent's process may do on its host, as far as ENTSSO asks for it: its documentation wants the caller to be an
 * SSO administrator and a Windows administrator, elevated where there is UAC.
 *
 * @param elevated whether the process is elevated
 * @param administrator whether the process is a Windows administrator, with that group in force
 * @param ssoAdministrator whether it is in the group {@value #SSO_ADMINISTRATORS}. That is the name by default; which
 *     group it really is stands in ENTSSO's own database, so NO is a hint and no more.
 */
public record Rights(TriState elevated, TriState administrator, TriState ssoAdministrator) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The group of SSO administrators, as it is called by default. */
    public static final String SSO_ADMINISTRATORS = "SSO Administrators";

    /** Nothing could be found out. */
    public static final Rights UNKNOWN = new Rights(TriState.UNKNOWN, TriState.UNKNOWN, TriState.UNKNOWN);

    /** Whether something is so. */
    public enum TriState {
        /** It is. */
        YES,
        /** It is not. */
        NO,
        /** It could not be found out. */
        UNKNOWN;

        /** YES or NO. */
        public static TriState of(boolean is) {
            return is ? YES : NO;
        }
    }

    /**
     * Why a backup cannot be made with these rights, and what to do; empty where nothing is known to be missing.
     *
     * @param account that the agent runs as
     */
    public Optional<String> missing(String account) {
        if (administrator == TriState.NO) {
            String cause = elevated == TriState.NO
                    ? " is not an administrator of this computer, or runs without elevation"
                    : " is not an administrator of this computer";
            return Optional.of(
                    "The agent's account " + account + cause + ". Put it into the group Administrators of this"
                            + " computer and into the SSO administrators' group (" + SSO_ADMINISTRATORS
                            + " by default), and run the agent as a service or otherwise elevated.");
        }
        if (elevated == TriState.NO) {
            return Optional.of(
                    "The agent runs as " + account + ", but not elevated. Run it as a service, as a scheduled"
                            + " task with highest privileges, or from a prompt that was started 'as administrator'.");
        }
        return Optional.empty();
    }

    /**
     * What is known, in one line for a person.
     *
     * @param account that the agent runs as
     */
    public String story(String account) {
        String line = "Agent's account " + account + ": elevated " + word(elevated) + ", administrator "
                + word(administrator) + ", in '" + SSO_ADMINISTRATORS + "' " + word(ssoAdministrator);
        return ssoAdministrator == TriState.NO
                ? line
                        + ". If ENTSSO denies access, put the account into the group that ENTSSO takes for its administrators"
                : line;
    }

    private static String word(TriState known) {
        return known.name().toLowerCase(java.util.Locale.ROOT);
    }
}
