package io.jenkins.plugins.entsso.config;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import jenkins.model.Jenkins;
import org.jvnet.localizer.Localizable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The permissions of this plugin, all of them global. None implies another, as Item/Build does not imply Item/Read.
 * Downloading an archived backup is none of them: that is the artifact of a build, and guarded as such.
 */
@Restricted(NoExternalUse.class)
public final class EntssoPermissions {
    private static final PermissionGroup GROUP =
            new PermissionGroup(EntssoPermissions.class, Messages._EntssoPermissions_group());

    /**
     * To see the verdict on every host. It tells which hosts hold a master secret, which of them has no backup, and the
     * names of jobs that may otherwise be hidden: where to strike. So Overall/Read does not imply it;
     * Overall/SystemRead does, whose holders may read the configuration of every node anyway.
     */
    public static final Permission VIEW = permission("View", Messages._EntssoPermissions_view(), Jenkins.SYSTEM_READ);

    /** To have hosts checked at once. A check changes nothing. */
    public static final Permission CHECK = permission("Check", Messages._EntssoPermissions_check(), Jenkins.ADMINISTER);

    /** To have hosts backed up at once by the job that does it; takes Item/Build on that job too. */
    public static final Permission BACKUP =
            permission("Backup", Messages._EntssoPermissions_backup(), Jenkins.ADMINISTER);

    /**
     * To ask a host for its diagnosis, which shows accounts, groups and access lists. It changes nothing there. Seeing the
     * verdict does not imply it.
     */
    public static final Permission DIAGNOSE =
            permission("Diagnose", Messages._EntssoPermissions_diagnose(), Jenkins.ADMINISTER);

    /** To say that what makes a host's verdict bad was resolved in a way that its event log does not tell of. */
    public static final Permission RESOLVE =
            permission("Resolve", Messages._EntssoPermissions_resolve(), Jenkins.ADMINISTER);

    private EntssoPermissions() {}

    private static Permission permission(String name, Localizable description, Permission by) {
        return new Permission(GROUP, name, description, by, PermissionScope.JENKINS);
    }

    /** Makes the permissions known before an authorization strategy that grants them is read. */
    @Initializer(before = InitMilestone.SYSTEM_CONFIG_LOADED)
    public static void load() {
        // loading this class is all it takes
    }
}
