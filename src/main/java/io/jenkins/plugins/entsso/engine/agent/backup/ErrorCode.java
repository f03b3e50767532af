package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.model.Failure;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The error codes in what Windows and ENTSSO say, which are the same in every language. ENTSSO's own are documented by
 * their symbols' numbers, which stand in the lower half of an HRESULT.
 */
final class ErrorCode {
    private static final Pattern HEXADECIMAL = Pattern.compile("\\b0[xX]([0-9A-Fa-f]{8})\\b");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,10}");

    private ErrorCode() {}

    /** The cause that the first known code in a text stands for: codes as 0x and eight digits. */
    static Optional<Failure.Kind> in(String text) {
        Matcher codes = HEXADECIMAL.matcher(text);
        while (codes.find()) {
            Optional<Failure.Kind> kind = of(Long.parseLong(codes.group(1), 16));
            if (kind.isPresent()) {
                return kind;
            }
        }
        return Optional.empty();
    }

    /** The cause that an event's error code stands for, in whatever form it is logged. */
    static Optional<Failure.Kind> logged(String code) {
        return DECIMAL.matcher(code.strip()).matches() ? of(Long.parseLong(code.strip())) : in(code);
    }

    private static Optional<Failure.Kind> of(long code) {
        // An error of Windows stands in an HRESULT of facility 7, or bare.
        boolean isWindows = (code & 0x7FFF0000L) == 0x00070000L || code >= 0 && code < 1000;
        int number = (int) (code & 0xFFFF);
        if (isWindows) {
            return switch (number) {
                case 5 -> Optional.of(Failure.Kind.ACCESS_DENIED);
                case 3, 39, 112 -> Optional.of(Failure.Kind.WORK_DIRECTORY);
                default -> Optional.empty();
            };
        }
        return switch (number) {
            case 10759 -> Optional.of(Failure.Kind.WRONG_MEDIA);
            case 10766 -> Optional.of(Failure.Kind.NOT_SECRET_SERVER);
            case 10768 -> Optional.of(Failure.Kind.OFFLINE);
            default -> Optional.empty();
        };
    }
}
