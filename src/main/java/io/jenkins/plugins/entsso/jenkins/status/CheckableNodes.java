package io.jenkins.plugins.entsso.jenkins.status;

import hudson.model.Computer;
import io.jenkins.plugins.entsso.jenkins.agent.JenkinsAgent;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/** The nodes that can be checked now: whatever is online and runs builds. */
final class CheckableNodes {
    private CheckableNodes() {}

    static Stream<Computer> all() {
        return Arrays.stream(Jenkins.get().getComputers())
                .filter(computer -> computer.getChannel() != null && computer.getNumExecutors() > 0);
    }

    /** What the ledger calls them. */
    static Set<String> names() {
        return all().map(JenkinsAgent::name).collect(Collectors.toUnmodifiableSet());
    }
}
