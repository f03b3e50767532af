package io.jenkins.plugins.entsso.embedded;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.AbstractHandler;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class LocalRequestsTest {
    private final List<String> let = new ArrayList<>();
    private final Server jetty = new Server();
    private int port;
    private String host;

    @Before
    public void start() throws Exception {
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        jetty.addConnector(connector);
        jetty.setHandler(new LocalRequests(new AbstractHandler() {
            @Override
            public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response) {
                let.add(request.getMethod() + " " + target);
                base.setHandled(true);
            }
        }));
        jetty.start();
        port = connector.getLocalPort();
        host = "Host: 127.0.0.1:" + port;
    }

    @After
    public void stop() throws Exception {
        jetty.stop();
    }

    @Test
    public void programsAndOwnPagesAreLetIn() throws Exception {
        assertEquals(200, status("GET /", host));
        assertEquals(200, status("GET /", "Host: localhost:" + port, "Sec-Fetch-Site: none"));
        assertEquals(200, status("GET /style.css", host, "Sec-Fetch-Site: same-origin"));
        assertEquals(200, status("POST /createItem", host, "Content-Length: 0"));
        assertEquals(
                200,
                status(
                        "POST /job/x/build",
                        host,
                        "Origin: http://127.0.0.1:" + port,
                        "Sec-Fetch-Site: same-origin",
                        "Content-Length: 0"));
        assertEquals(5, let.size());
    }

    /** A name that its owner lets lead to this machine once a browser has their page. */
    @Test
    public void anotherNameIsRefused() throws Exception {
        for (String other : List.of(
                "evil.example",
                "evil.example:" + port,
                "127.0.0.1",
                "127.0.0.1:1",
                "127.0.0.1.evil.example:" + port,
                "localhost.evil.example:" + port)) {
            assertEquals(other, 403, status("GET /", "Host: " + other));
            assertEquals(other, 403, status("POST /createItem", "Host: " + other, "Content-Length: 0"));
        }
        assertEquals(List.of(), let);
    }

    @Test
    public void whatOtherPagesAskIsRefused() throws Exception {
        for (String origin : List.of(
                "Origin: http://evil.example",
                "Origin: null",
                "Origin: http://127.0.0.1:1",
                "Origin: http://127.0.0.1:" + port + ".evil.example",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site")) {
            assertEquals(origin, 403, status("POST /createItem", host, origin, "Content-Length: 0"));
        }
        assertEquals("an image, say", 403, status("GET /job/x/build", host, "Sec-Fetch-Site: cross-site"));
        assertEquals(List.of(), let);
    }

    @Test
    public void theUsualPortNeedNotBeNamed() {
        assertTrue(LocalRequests.isOurs(80, name -> name.equals("Host") ? "localhost" : null));
    }

    private int status(String request, String... headers) throws IOException {
        return status(port, request, headers);
    }

    /** What a server at that port of this machine answers; no client of Java's sends such headers. */
    static int status(int port, String request, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String lines = request + " HTTP/1.1\r\nConnection: close\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
            socket.getOutputStream().write(lines.getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return Integer.parseInt(answer.readLine().split(" ")[1]);
        }
    }
}
