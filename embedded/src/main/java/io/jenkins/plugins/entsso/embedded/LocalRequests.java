package io.jenkins.plugins.entsso.embedded;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.HandlerWrapper;

/**
 * Keeps out what pages of others make a browser on this machine ask: Hudson has no users here, and who may ask it may run
 * commands. Programs on this machine are let in, whoever runs them.
 */
final class LocalRequests extends HandlerWrapper {
    private static final int HTTP = 80;
    private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Set<String> READING = Set.of("GET", "HEAD");

    /** Asks those handlers only what may be asked. */
    LocalRequests(Handler handler) {
        setHandler(handler);
    }

    @Override
    public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        Optional<String> refusal = refusal(request.getMethod(), request.getLocalPort(), request::getHeader);
        if (refusal.isPresent()) {
            base.setHandled(true);
            response.sendError(HttpServletResponse.SC_FORBIDDEN, refusal.get());
        } else {
            super.handle(target, base, request, response);
        }
    }

    /**
     * Why a request is refused; empty if it is not.
     *
     * @param port that it came in at
     * @param header its headers by name; null where it has none
     */
    static Optional<String> refusal(String method, int port, UnaryOperator<String> header) {
        Set<String> authorities = NAMES.stream()
                .flatMap(name -> port == HTTP ? Stream.of(name, name + ":" + port) : Stream.of(name + ":" + port))
                .collect(Collectors.toSet());
        // A name of somebody else's that leads to this machine makes his pages this server's own, for a browser.
        if (!authorities.contains(String.valueOf(header.apply("Host")))) {
            return Optional.of("This server is called 127.0.0.1 or localhost");
        }
        // Said by browsers of every request; Hudson does things when it is asked by GET, too.
        String site = header.apply("Sec-Fetch-Site");
        boolean isOurs = site == null || site.equals("same-origin") || site.equals("none");
        if (!READING.contains(method)) {
            String origin = header.apply("Origin") != null ? header.apply("Origin") : header.apply("Referer");
            isOurs &= origin == null
                    || authorities.stream()
                            .map(authority -> "http://" + authority)
                            .anyMatch(own -> origin.equals(own) || origin.startsWith(own + "/"));
        }
        return isOurs ? Optional.empty() : Optional.of("A page of another server asks this: type the address instead");
    }
}
