package io.jenkins.plugins.entsso.engine.model;

import java.time.Instant;
import java.util.List;

/** Facts of Windows hosts with ENTSSO whose API is not installed, so that it tells no status. */
public final class WindowsFacts {
    private WindowsFacts() {}

    /** What such a host says. */
    public static HostFacts of(
            String computer,
            String account,
            String operatingSystem,
            Instant asked,
            QueryResult<HostFacts.Log> log,
            QueryResult<RegistrySecrets> secrets,
            QueryResult<String> tool) {
        return new HostFacts(
                computer,
                account,
                operatingSystem,
                asked,
                true,
                true,
                log,
                secrets,
                QueryResult.failed(Failure.Kind.METHOD_MISSING, "no API"),
                QueryResult.failed(Failure.Kind.METHOD_MISSING, "not looked at"),
                tool,
                List.of(),
                "");
    }
}
