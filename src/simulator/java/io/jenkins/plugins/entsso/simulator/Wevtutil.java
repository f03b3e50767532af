package io.jenkins.plugins.entsso.simulator;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * {@code wevtutil qe Application [/q:XPATH] [/f:xml] [/rd:true|false] [/c:N] [/u:true|false] [/e:ROOT]}. Anything else is
 * refused.
 */
final class Wevtutil extends Tool {
    private static final int ACCESS_DENIED = 5;
    private static final int INVALID_PARAMETER = 87;
    private static final int INVALID_QUERY = 15001;
    private static final int CHANNEL_NOT_FOUND = 15007;

    private String query = "*";
    private boolean newestFirst;
    private boolean unicode;
    private long most = Long.MAX_VALUE;
    private String root = "";

    Wevtutil(SimulatedHost host, Machine machine) {
        super("wevtutil", host, machine);
    }

    /** Runs it: the host's folder, then its own arguments. */
    public static void main(String[] arguments) {
        LocalMachine.run(Wevtutil::new, arguments);
    }

    @Override
    int run(List<String> arguments) throws IOException {
        if (state.has(Fault.LOG_SILENT)) {
            return 0;
        }
        if (state.has(Fault.LOG_HANGS)) {
            return hang();
        }
        if (state.has(Fault.LOG_GARBAGE)) {
            Garbage.little(out());
            return 0;
        }
        if (state.has(Fault.LOG_GARBAGE_FLOOD)) {
            Garbage.flood(out());
            return 0;
        }
        if (arguments.size() < 2 || !isQuery(arguments.get(0))) {
            complain(String.format(Locale.ROOT, texts.badOption, arguments.isEmpty() ? "" : arguments.get(0)));
            return error(INVALID_PARAMETER);
        }
        for (String option : arguments.subList(2, arguments.size())) {
            if (!read(option)) {
                complain(String.format(Locale.ROOT, texts.badOption, option));
                return error(INVALID_PARAMETER);
            }
        }
        if (!arguments.get(1).equalsIgnoreCase("Application")) {
            complain(texts.noChannel);
            return error(CHANNEL_NOT_FOUND);
        }
        if (state.has(Fault.LOG_ACCESS_DENIED)) {
            complain(texts.logDenied);
            return error(ACCESS_DENIED);
        }
        if (state.has(Fault.LOG_SILENT_TO_CONDITIONS) && !query.equals("*")) {
            return 0;
        }
        EventQuery.Condition condition;
        try {
            condition = EventQuery.parse(query);
        } catch (IllegalArgumentException e) {
            complain(texts.badQuery);
            return error(INVALID_QUERY);
        }
        print(condition);
        return 0;
    }

    private static boolean isQuery(String command) {
        return command.equalsIgnoreCase("qe") || command.equalsIgnoreCase("query-events");
    }

    private boolean read(String option) {
        int colon = option.indexOf(':');
        if (colon < 2 || "/-".indexOf(option.charAt(0)) < 0) {
            return false;
        }
        String value = option.substring(colon + 1);
        switch (option.substring(1, colon).toLowerCase(Locale.ROOT)) {
            case "q", "query" -> query = value;
            case "rd", "reversedirection" -> {
                newestFirst = value.equalsIgnoreCase("true");
                return newestFirst || value.equalsIgnoreCase("false");
            }
            case "u", "unicode" -> {
                unicode = value.equalsIgnoreCase("true");
                return unicode || value.equalsIgnoreCase("false");
            }
            case "c", "count" -> {
                if (!value.matches("[1-9][0-9]{0,9}")) {
                    return false;
                }
                most = Long.parseLong(value);
            }
            case "e", "element" -> {
                root = value;
                return value.matches("[A-Za-z][A-Za-z0-9]*");
            }
            case "f", "format" -> {
                return value.equalsIgnoreCase("xml");
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void print(EventQuery.Condition condition) throws IOException {
        boolean goesOn = state.has(Fault.STILL_REQUIRED) && state.backup != null;
        List<LogEntry> log = host.with(goesOn, session -> {
            if (goesOn) {
                session.require(1);
            }
            return session.log();
        });
        if (newestFirst) {
            Collections.reverse(log);
        }
        Charset charset = unicode ? StandardCharsets.UTF_16LE : oem();
        if (unicode && state.is(Variation.BOM, "yes")) {
            out().write(0xFF);
            out().write(0xFE);
        }
        EventXml xml = new EventXml(state, charset);
        byte[] pending = root.isEmpty() ? new byte[0] : ("<" + root + ">\r\n").getBytes(charset);
        long printed = 0;
        for (LogEntry entry : log) {
            for (long i = 0; i < entry.count() && printed < most; i++) {
                long record = newestFirst ? entry.next() - 1 - i : entry.first() + i;
                if (condition.matches(entry, record)) {
                    out().write(pending);
                    pending = xml.of(entry, record);
                    printed++;
                }
            }
        }
        if (state.has(Fault.LOG_TRUNCATED)) {
            out().write(pending, 0, printed == 0 ? pending.length : pending.length * 2 / 3);
        } else if (printed > 0 || state.is(Variation.EMPTY_ROOT, "pair")) {
            out().write(pending);
            out().write(root.isEmpty() ? new byte[0] : ("</" + root + ">\r\n").getBytes(charset));
        }
    }
}
