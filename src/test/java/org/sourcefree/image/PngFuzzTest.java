package org.sourcefree.image;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.testing.PngChecksums;
import org.sourcefree.testing.Untrusted;

/** Whatever is called a PNG file is decoded, as an image and as each kind of label, or refused. */
class PngFuzzTest {
  @TempDir private static Path folder;

  @FuzzTest(maxDuration = "60s")
  @Timeout(30)
  void isReadOrRefused(byte[] content) {
    Path file = folder.resolve("image.png");
    byte[] repaired = PngChecksums.repaired(content);
    Untrusted.file(file, content, ImageFiles::readRgb);
    Untrusted.file(file, repaired, ImageFiles::readSize);
    Untrusted.file(file, repaired, ImageFiles::readRgb);
    Untrusted.file(file, repaired, ImageFiles::readIds);
    Untrusted.file(file, repaired, ImageFiles::readFirstChannel);
    Untrusted.file(file, repaired, ImageFiles::readLabelColours);
  }
}
