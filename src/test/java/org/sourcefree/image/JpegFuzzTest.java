package org.sourcefree.image;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.testing.Untrusted;

/** Whatever is called a JPEG file is decoded or refused. */
class JpegFuzzTest {
  @TempDir private static Path folder;

  @FuzzTest(maxDuration = "60s")
  @Timeout(30)
  void isReadOrRefused(byte[] content) {
    Path file = folder.resolve("image.jpg");
    Untrusted.file(file, content, ImageFiles::readSize);
    Untrusted.file(file, content, ImageFiles::readRgb);
  }
}
