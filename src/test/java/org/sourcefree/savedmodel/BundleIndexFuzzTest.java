package org.sourcefree.savedmodel;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.testing.IndexWriter;
import org.sourcefree.testing.Untrusted;
import org.tensorflow.proto.DataType;

/** Whatever stands in the index of a checkpoint, or in an entry of it, is read or refused. */
class BundleIndexFuzzTest {
  private static final byte[] ONE_FILE = {8, 1};

  @TempDir private static Path folder;

  @BeforeAll
  static void writeValues() throws IOException {
    Files.write(folder.resolve("variables.data-00000-of-00001"), new byte[64]);
  }

  @FuzzTest(maxDuration = "60s")
  @Timeout(30)
  void isReadOrRefused(byte[] content) {
    read(content);
    read(table(ONE_FILE, content));
    read(table(content, new byte[0]));
  }

  private static byte[] table(byte[] header, byte[] entry) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("", header);
    entries.put("weight", entry);
    return IndexWriter.table(entries);
  }

  private static void read(byte[] index) {
    Path prefix = folder.resolve("variables");
    Untrusted.file(
        folder.resolve("variables.index"),
        index,
        file -> Untrusted.isReadOrRefused(prefix.toString(), () -> readAll(prefix)));
  }

  private static void readAll(Path prefix) {
    BundleIndex index = BundleIndex.open(prefix);
    index
        .entries()
        .forEach(
            (key, entry) -> {
              if (entry.type() == DataType.DT_STRING && entry.elements() == 1) {
                index.text(key);
              }
            });
  }
}
