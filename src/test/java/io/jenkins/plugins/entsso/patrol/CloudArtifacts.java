package io.jenkins.plugins.entsso.patrol;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.BuildListener;
import hudson.model.Run;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import jenkins.model.ArtifactManager;
import jenkins.model.ArtifactManagerFactory;
import jenkins.model.StandardArtifactManager;
import jenkins.util.VirtualFile;

/** Artifacts that are nowhere on the controller's disk, as far as it can tell. */
public final class CloudArtifacts extends ArtifactManager {
    private transient Run<?, ?> run;

    /** Of all builds. */
    public static final class Factory extends ArtifactManagerFactory {
        @Override
        public ArtifactManager managerFor(Run<?, ?> build) {
            CloudArtifacts manager = new CloudArtifacts();
            manager.onLoad(build);
            return manager;
        }
    }

    private ArtifactManager store() {
        return new StandardArtifactManager(run);
    }

    @Override
    public void onLoad(@NonNull Run<?, ?> build) {
        run = build;
    }

    @Override
    public void archive(FilePath workspace, Launcher launcher, BuildListener listener, Map<String, String> artifacts)
            throws IOException, InterruptedException {
        store().archive(workspace, launcher, listener, artifacts);
    }

    @Override
    public boolean delete() throws IOException, InterruptedException {
        return store().delete();
    }

    @Override
    public VirtualFile root() {
        return new CloudFile(store().root());
    }

    private static final class CloudFile extends VirtualFile {
        private static final long serialVersionUID = 1L;

        private final VirtualFile file;

        CloudFile(VirtualFile file) {
            this.file = file;
        }

        @NonNull
        @Override
        public String getName() {
            return file.getName();
        }

        @NonNull
        @Override
        public URI toURI() {
            return URI.create("https://cloud.example" + new File(file.toURI()).getPath());
        }

        @Override
        public VirtualFile getParent() {
            return new CloudFile(file.getParent());
        }

        @Override
        public boolean isDirectory() throws IOException {
            return file.isDirectory();
        }

        @Override
        public boolean isFile() throws IOException {
            return file.isFile();
        }

        @Override
        public boolean exists() throws IOException {
            return file.exists();
        }

        @NonNull
        @Override
        public VirtualFile[] list() throws IOException {
            return Arrays.stream(file.list()).map(CloudFile::new).toArray(VirtualFile[]::new);
        }

        @NonNull
        @Override
        public VirtualFile child(@NonNull String name) {
            return new CloudFile(file.child(name));
        }

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public long lastModified() throws IOException {
            return file.lastModified();
        }

        @Override
        public boolean canRead() throws IOException {
            return file.canRead();
        }

        @Override
        public InputStream open() throws IOException {
            return file.open();
        }
    }
}
