package io.jenkins.plugins.entsso.engine.agent;

import io.jenkins.plugins.entsso.engine.model.Finding;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

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

    public static final Rights UNKNOWN = new Rights(TriState.UNKNOWN, TriState.UNKNOWN, TriState.UNKNOWN);

    /**
     * What is to be told of it, then why the process cannot make a backup, where that is known.
     *
     * @param account that it runs as
     */
    public List<Finding> told(String account) {
        List<Finding> told = new ArrayList<>();
        told.add(Finding.of(Finding.Code.RIGHTS, account, elevated, administrator, ssoAdministrator));
        if (administrator == TriState.NO) {
            told.add(Finding.of(Finding.Code.NOT_ADMINISTRATOR, account));
        } else if (elevated == TriState.NO) {
            told.add(Finding.of(Finding.Code.NOT_ELEVATED, account));
        }
        return told;
    }

    /** Whether something is so. */
    public enum TriState {
        YES,
        NO,
        UNKNOWN;

        public static TriState of(boolean is) {
            return is ? YES : NO;
        }
    }
}
