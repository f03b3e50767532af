package io.jenkins.plugins.entsso.jenkins.status;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Computer;
import io.jenkins.plugins.entsso.jenkins.agent.JenkinsAgent;
import io.jenkins.plugins.entsso.jenkins.patrol.EntssoPatrol;

/** Checks that somebody asks for: the patrol makes them before their time. */
@Extension
public final class HostChecks {
    /** The one of the running Jenkins. */
    static HostChecks get() {
        return ExtensionList.lookupSingleton(HostChecks.class);
    }

    /** Whether that host, as the ledger calls it, is being checked now. */
    boolean isUnderWay(String node) {
        return EntssoPatrol.get().isUnderWay(node);
    }

    /** Has a host checked as soon as there is a place. */
    void start(Computer computer) {
        EntssoPatrol.get().check(JenkinsAgent.name(computer));
    }
}
