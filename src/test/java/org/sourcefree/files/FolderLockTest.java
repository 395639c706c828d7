package org.sourcefree.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;

class FolderLockTest {
  @TempDir private Path folder;

  @Test
  void isHeldByOneAtATime() {
    FolderLock first = FolderLock.take(folder);
    assertThatThrownBy(() -> FolderLock.take(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(folder.toString(), "in use by process")
        .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
    first.close();
    FolderLock.take(folder).close();
  }

  @Test
  void whoWaitsIsToldWhoHasItAndGetsItAfter() {
    FolderLock first = FolderLock.take(folder);
    assertThat(FolderLock.tryTake(folder)).isEmpty();
    List<String> holders = new ArrayList<>();
    FolderLock second =
        FolderLock.await(
            folder,
            holder -> {
              holders.add(holder);
              first.close();
            });
    assertThat(holders).containsExactly(Long.toString(ProcessHandle.current().pid()));
    second.close();
    assertThat(FolderLock.tryTake(folder)).isPresent().get().satisfies(FolderLock::close);
  }

  @Test
  void aFileThatADeadProcessLeftHoldsNothing() throws IOException {
    Files.writeString(folder.resolve(FolderLock.FILE), "4194304999999999999999999999");
    FolderLock.take(folder).close();
  }

  @Test
  void namesAFolderThatCannotBeLocked() throws IOException {
    Path absent = folder.resolve("absent");
    assertThatThrownBy(() -> FolderLock.take(absent))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("absent", "no such file");
    Files.createDirectories(folder.resolve("solid").resolve(FolderLock.FILE));
    assertThatThrownBy(() -> FolderLock.take(folder.resolve("solid")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("solid");
  }

  @Test
  void thatOfAFolderYetToBeMadeLeavesNothing() {
    Path later = folder.resolve("later");
    FolderLock first = FolderLock.takeBeside(later);
    assertThatThrownBy(() -> FolderLock.takeBeside(later))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("later");
    first.close();
    assertThat(folder).isEmptyDirectory();
  }
}
