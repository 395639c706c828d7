package org.sourcefree.torch;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.testing.Untrusted;

/** Whatever stands in a PyTorch checkpoint, of either format, is read or refused. */
class PickleFuzzTest {
  @TempDir private static Path folder;

  @FuzzTest(maxDuration = "60s")
  @Timeout(30)
  void isReadOrRefused(byte[] content) {
    Path file = folder.resolve("checkpoint.pth");
    Untrusted.file(file, content, PickleFuzzTest::readAll);
    Untrusted.file(file, zip(content), PickleFuzzTest::readAll);
  }

  static void readAll(Path path) {
    try (TensorFile file = TensorFiles.open(path)) {
      file.entries().forEach(file::read);
    }
  }

  /** A checkpoint whose pickle is the content, with one storage of eight bytes. */
  private static byte[] zip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zip.write(content);
      zip.putNextEntry(new ZipEntry("archive/data/0"));
      zip.write(new byte[8]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
