package io.jenkins.plugins.entsso.engine.agent.windows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collections;
import java.util.Enumeration;

/**
 * A class loader as a CI server's agent has: every class and every resource comes one by one, as bytes under its full
 * name, from elsewhere. No directory can be listed, and no class knows a code source or a jar.
 */
class SingleResourceLoader extends ClassLoader {
    private final ClassLoader source = SingleResourceLoader.class.getClassLoader();

    SingleResourceLoader() {
        super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = bytes(name.replace('.', '/') + ".class");
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    protected URL findResource(String name) {
        byte[] bytes = name.endsWith("/") ? null : bytes(name);
        if (bytes == null) {
            return null;
        }
        try {
            return new URL("single", null, -1, "/" + name, new URLStreamHandler() {
                @Override
                protected URLConnection openConnection(URL url) {
                    return new URLConnection(url) {
                        @Override
                        public void connect() {
                            // nothing to connect to
                        }

                        @Override
                        public InputStream getInputStream() {
                            return new ByteArrayInputStream(bytes);
                        }
                    };
                }
            });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL one = findResource(name);
        return one == null ? Collections.emptyEnumeration() : Collections.enumeration(Collections.singleton(one));
    }

    private byte[] bytes(String name) {
        try (InputStream in = source.getResourceAsStream(name)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
