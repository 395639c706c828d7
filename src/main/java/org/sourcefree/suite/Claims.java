package org.sourcefree.suite;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sourcefree.files.FolderLock;
import org.sourcefree.files.Folders;

/**
 * Which runs of a suite this process does, where several work on one suite. A claim lasts until it
 * is released or the process ends, however it ends. A run and those that start from it belong
 * together.
 *
 * @param folder where the claims lie, one folder each, which stay behind
 * @param held by this process
 */
record Claims(Path folder, Map<String, FolderLock> held) {

  /** No claims yet. */
  static Claims in(Path suite) {
    return new Claims(suite.resolve(".claims"), new HashMap<>());
  }

  /** Whether the run is this process's, which it becomes unless another has it. */
  boolean take(Job first) {
    if (held.containsKey(first.name())) {
      return true;
    }
    Path claim = claim(first);
    Folders.create(claim);
    return FolderLock.tryTake(claim)
        .map(lock -> held.putIfAbsent(first.name(), lock) == null)
        .orElse(false);
  }

  void release() {
    held.values().forEach(FolderLock::close);
    held.clear();
  }

  /** Whether another process has one of the runs; this one must have released its own. */
  boolean othersHave(List<Job> firsts) {
    return firsts.stream().anyMatch(this::anotherHas);
  }

  private boolean anotherHas(Job first) {
    Path claim = claim(first);
    Folders.create(claim);
    return FolderLock.tryTake(claim)
        .map(
            lock -> {
              lock.close();
              return false;
            })
        .orElse(true);
  }

  private Path claim(Job first) {
    return folder.resolve(first.name().replaceAll("[^A-Za-z0-9._-]+", "_"));
  }
}
