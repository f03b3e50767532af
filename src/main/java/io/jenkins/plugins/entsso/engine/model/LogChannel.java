package io.jenkins.plugins.entsso.engine.model;

import java.io.Serializable;

/**
 * The log that was read.
 *
 * @param name usually {@code Application}; another one where ENTSSO's source is registered under that
 * @param registered whether ENTSSO's source is registered under it, {@code Services\EventLog\<name>\ENTSSO}
 * @param overwrites whether the oldest records make room for new ones; where not, a full log takes none
 * @param full whether it has reached its maximum size
 * @param maxBytes its maximum size
 */
public record LogChannel(String name, boolean registered, boolean overwrites, boolean full, long maxBytes)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public LogChannel {
        name = Bounds.line(name, 255);
    }
}
