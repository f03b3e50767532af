package io.jenkins.plugins.entsso.embedded;

import java.io.IOException;
import java.util.Set;
import java.util.function.UnaryOperator;
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
    private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]");

    /** Asks those handlers only what may be asked. */
    LocalRequests(Handler handler) {
        setHandler(handler);
    }

    @Override
    public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (isOurs(request.getLocalPort(), request::getHeader)) {
            super.handle(target, base, request, response);
        } else {
            base.setHandled(true);
            response.sendError(HttpServletResponse.SC_FORBIDDEN, "Type the address of this server, with 127.0.0.1");
        }
    }

    /**
     * Whether no page of another server can have asked this.
     *
     * @param port that it came in at
     * @param header its headers by name; null where it has none
     */
    static boolean isOurs(int port, UnaryOperator<String> header) {
        String host = header.apply("Host");
        String origin = header.apply("Origin");
        String site = header.apply("Sec-Fetch-Site");
        // A name of somebody else's that leads to this machine makes their pages this server's own, for a browser.
        boolean isOurName = NAMES.stream().anyMatch(name -> (name + ":" + port).equals(host))
                || port == 80 && NAMES.contains(String.valueOf(host));
        // Said by browsers of every request; Hudson does things when it is asked by GET, too.
        boolean isOurPage = site == null || site.equals("same-origin") || site.equals("none");
        return isOurName && isOurPage && (origin == null || origin.equals("http://" + host));
    }
}
