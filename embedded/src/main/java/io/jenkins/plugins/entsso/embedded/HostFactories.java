package io.jenkins.plugins.entsso.embedded;

import io.jenkins.plugins.entsso.engine.agent.HostFactory;
import io.jenkins.plugins.entsso.engine.agent.windows.WindowsHost;
import java.util.function.Function;

/** Which host the tasks for a node ask: the Windows host that its agent runs on, but a demonstration has another one. */
final class HostFactories {
    private static volatile Function<String, HostFactory> choice = node -> WindowsHost.FACTORY;

    private HostFactories() {}

    static HostFactory of(String node) {
        return choice.apply(node);
    }

    static void set(Function<String, HostFactory> other) {
        choice = other;
    }
}
