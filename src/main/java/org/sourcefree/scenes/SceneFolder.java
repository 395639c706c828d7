package org.sourcefree.scenes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.StoppedException;
import org.sourcefree.config.ConfigWriter;
import org.sourcefree.files.Durable;
import org.sourcefree.files.FolderLock;
import org.sourcefree.files.Folders;
import org.sourcefree.files.Fresh;

/**
 * The folder of a pair of domains, with its settings beside them. Until all is there it lies in a
 * sibling, {@code <name>.partial}; one that a stopped or killed process left is completed, if its
 * settings and the program are the same.
 *
 * @param root the folder; its parent must exist
 */
public record SceneFolder(Path root) {
  /** The file of the settings. */
  public static final String SETTINGS = "scenes.yaml";

  /** What an unfinished folder is being made from; gone once it is complete. */
  private static final String BEGUN = ".begun";

  /**
   * Makes the folder.
   *
   * @throws InvalidInputException if it exists, another process makes it, or the disk does not take
   *     it; nothing is left then
   * @throws StoppedException if the progress is asked to end; what was drawn is kept
   */
  public void make(ScenePair scenes, Progress progress) {
    FolderLock lock = FolderLock.takeBeside(root);
    try {
      if (Files.exists(root)) {
        throw new InvalidInputException("the folder to generate must not exist yet, found " + root);
      }
      draw(scenes, progress);
    } finally {
      lock.close();
    }
  }

  /**
   * Makes the folder unless it exists, once no other process makes it.
   *
   * @throws InvalidInputException if the disk does not take it; nothing is left then
   * @throws StoppedException if the progress is asked to end
   */
  public void makeIfAbsent(ScenePair scenes, Progress progress) {
    FolderLock lock = FolderLock.tryTakeBeside(root).orElseGet(() -> awaited(progress));
    try {
      if (!Files.exists(root)) {
        draw(scenes, progress);
      }
    } finally {
      lock.close();
    }
  }

  private FolderLock awaited(Progress progress) {
    try (Progress.Task waiting =
        progress.start("waiting for the process that generates scenes", 1, 0)) {
      return FolderLock.awaitBeside(root, holder -> waiting.advance(0, "process " + holder));
    }
  }

  private void draw(ScenePair scenes, Progress progress) {
    Path partial = Fresh.beside(root, ".partial");
    SceneWriter writer = new SceneWriter(scenes);
    String settings = ConfigWriter.yaml(scenes);
    try {
      begin(partial, System.getProperty("sourcefree.commit", "unknown") + "\n" + settings);
      int drawn = writer.drawn(partial);
      if (drawn > 0) {
        progress.say("resuming after %d of %d images".formatted(drawn, writer.total()));
      }
      try (Progress.Task task = progress.start("generating scenes", writer.total(), 0)) {
        writer.write(partial, done -> task.advance(done, ""));
      }
      Fresh.write(partial.resolve(SETTINGS), bytes(settings));
      Files.delete(partial.resolve(BEGUN));
      Folders.move(partial, root);
    } catch (StoppedException e) {
      throw e;
    } catch (IOException e) {
      Folders.delete(partial);
      throw new InvalidInputException(
          "cannot write scenes to %s: %s".formatted(root, Durable.reason(e)), e);
    } catch (RuntimeException e) {
      Folders.delete(partial);
      throw e;
    }
  }

  /** Keeps a folder that was begun for the same, or begins a new one. */
  private static void begin(Path partial, String made) throws IOException {
    Path begun = partial.resolve(BEGUN);
    boolean same =
        Files.isDirectory(partial, LinkOption.NOFOLLOW_LINKS)
            && Files.isRegularFile(begun, LinkOption.NOFOLLOW_LINKS)
            && Files.size(begun) == bytes(made).length
            && Files.readString(begun).equals(made);
    if (!same) {
      Folders.delete(partial);
      Folders.create(partial);
      Durable.write(begun, bytes(made));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
