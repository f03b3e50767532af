package io.jenkins.plugins.entsso.simulator;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** What a tool runs on: this one, or one whose native program speaks for it. */
interface Machine {
    /** Done. */
    int OK = 0;
    /** What Windows says where there is no directory for a file. */
    int PATH_NOT_FOUND = 3;
    /** What Windows says where a file may not be written. */
    int ACCESS_DENIED = 5;

    /** So much of a file is written first. */
    int FIRST = 100;

    /** What a program prints to, unbuffered. */
    OutputStream out();

    /** Where it complains. */
    OutputStream err();

    /** Enters that the tool runs. */
    void enter(SimulatedHost host, String tool, List<String> arguments);

    /**
     * Takes the console over.
     *
     * @param out where it shows what is printed, unless it has a way of its own
     * @param laced whether to lace what is printed with control sequences, where the console does not do so itself
     * @return empty where there is none
     */
    Optional<Keys> console(OutputStream out, boolean laced) throws IOException;

    /** The absolute path of a file. */
    String absolute(String file);

    /** Whether there is such a file. */
    boolean exists(String file) throws IOException;

    /** Reads a file; empty where there is none. */
    Optional<byte[]> read(String file) throws IOException;

    /** Writes a file, and returns one of the codes above or another one of Windows'. */
    int write(String file, byte[] content) throws IOException;

    /**
     * Writes the first {@value #FIRST} bytes of a file, as {@link #write}; where {@link #holdsFilesOpen}, the rest follows
     * seconds later, and nobody may write to it or delete it meanwhile.
     */
    int begin(String file, byte[] content) throws IOException;

    /** Whether a file can be held open as on Windows. */
    boolean holdsFilesOpen();

    /** Makes the registry show what the host is, where the registry is not a part of the simulation. */
    void register(HostState state) throws IOException;

    /** Never ends, and neither does a child of this process: only killing both by force helps. */
    void hang(SimulatedHost host) throws IOException;

    /** A console, a key at a time: nothing shows unless the program prints it, and only Enter ends an input. */
    interface Keys extends AutoCloseable {
        /** What shows for a key. */
        enum Echo {
            /** The key itself. */
            KEY,
            /** An asterisk. */
            ASTERISK,
            /** Nothing. */
            NOTHING
        }

        /** Prints text; a line feed in it begins a new line. */
        void print(String text) throws IOException;

        /** Throws away what was typed and not read. */
        void forget() throws IOException;

        /**
         * Reads keys up to Enter.
         *
         * @throws java.io.EOFException if the console is gone
         */
        char[] line(Echo echo) throws IOException;

        /** Gives the console back as it was. */
        @Override
        void close() throws IOException;
    }
}
