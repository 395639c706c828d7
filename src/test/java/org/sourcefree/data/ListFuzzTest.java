package org.sourcefree.data;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.testing.Untrusted;

/** Whatever stands in a list of files is read or refused. */
class ListFuzzTest {
  @TempDir private static Path folder;

  @FuzzTest(maxDuration = "60s")
  @Timeout(30)
  void isReadOrRefused(byte[] content) {
    Untrusted.file(folder.resolve("list.txt"), content, ListFile::read);
  }
}
