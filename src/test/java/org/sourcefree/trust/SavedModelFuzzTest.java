package org.sourcefree.trust;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.savedmodel.SavedModelFile;
import org.sourcefree.testing.Untrusted;

/** Whatever stands in a saved_model.pb is scanned or refused. */
class SavedModelFuzzTest {
  @TempDir private static Path folder;

  @FuzzTest(maxDuration = "60s")
  @Timeout(30)
  void isScannedOrRefused(byte[] content) {
    Untrusted.file(
        folder.resolve("saved_model.pb"),
        content,
        file ->
            Untrusted.isReadOrRefused(
                folder.toString(), () -> SavedModelScan.lines(SavedModelFile.read(folder))));
  }
}
