package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.agent.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who may use a directory: the agent's account and, on Windows, the system itself, from which nothing can be kept. */
final class AccessList {
    /** LocalSystem, which has another name in every language. */
    private static final String LOCAL_SYSTEM = "S-1-5-18";

    private AccessList() {}

    /**
     * Makes a directory that nobody else may use, at no time.
     *
     * @param parent the directory that it is made in
     * @return whether the volume keeps others out; if not, the directory was removed again
     */
    static boolean createPrivate(Host host, Path parent, Path directory) throws IOException {
        boolean isPrivate = false;
        if (Files.getFileStore(parent).supportsFileAttributeView("posix")) {
            Set<PosixFilePermission> ownerOnly = PosixFilePermissions.fromString("rwx------");
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(ownerOnly));
            isPrivate = Files.getPosixFilePermissions(directory).equals(ownerOnly);
        } else if (directory.getFileSystem().supportedFileAttributeViews().contains("acl")) {
            Optional<UserPrincipal> own = host.principal(host.account());
            Set<UserPrincipal> those = Stream.of(own, host.principal(LOCAL_SYSTEM))
                    .flatMap(Optional::stream)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            Files.createDirectory(directory, new InitialList(entries(those)));
            if (own.isEmpty()) {
                // What an administrator makes can belong to all of them.
                those.add(Files.getOwner(directory));
            }
            // Windows may have added what the parent hands down.
            view(directory).setAcl(entries(those));
            isPrivate = those.containsAll(
                    view(directory).getAcl().stream().map(AclEntry::principal).toList());
        }
        if (!isPrivate) {
            Files.deleteIfExists(directory);
        }
        return isPrivate;
    }

    /** Lets another account in; returns whether it may write there now. */
    static boolean admit(Host host, Path directory, String account) {
        Optional<UserPrincipal> other = host.principal(account);
        if (view(directory) == null || other.isEmpty()) {
            return false;
        }
        try {
            List<AclEntry> entries = new ArrayList<>(view(directory).getAcl());
            entries.addAll(entries(Set.of(other.get())));
            view(directory).setAcl(entries);
            // Wine says yes, and keeps what Unix has a place for [seen on Wine].
            return view(directory).getAcl().stream()
                    .anyMatch(entry -> entry.principal().equals(other.get()));
        } catch (IOException e) {
            return false;
        }
    }

    /** The owner of a directory, and who may do what there, as the system has it. */
    static ArrayList<String> describe(Path directory) throws IOException {
        ArrayList<String> lines = new ArrayList<>();
        lines.add(Files.getOwner(directory).toString());
        if (view(directory) == null) {
            lines.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
        } else {
            view(directory).getAcl().forEach(entry -> lines.add(entry.toString()));
        }
        return lines;
    }

    private static AclFileAttributeView view(Path directory) {
        return Files.getFileAttributeView(directory, AclFileAttributeView.class);
    }

    private static List<AclEntry> entries(Set<UserPrincipal> accounts) {
        return accounts.stream()
                .map(account -> AclEntry.newBuilder()
                        .setType(AclEntryType.ALLOW)
                        .setPrincipal(account)
                        .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                        .setFlags(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT)
                        .build())
                .toList();
    }

    /** As Windows' file system takes it with a new directory. */
    private record InitialList(List<AclEntry> value) implements FileAttribute<List<AclEntry>> {
        @Override
        public String name() {
            return "acl:acl";
        }
    }
}
