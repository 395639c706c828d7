package org.sourcefree.torch;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.testing.Untrusted;

/** Whatever stands in a safetensors file, or in its header, is read or refused. */
class SafeTensorsFuzzTest {
  private static final byte[] VALUES = new byte[32];

  @TempDir private static Path folder;

  @FuzzTest(maxDuration = "60s")
  @Timeout(30)
  void isReadOrRefused(byte[] content) {
    Path file = folder.resolve("weights.safetensors");
    Untrusted.file(file, content, PickleFuzzTest::readAll);
    ByteBuffer headed =
        ByteBuffer.allocate(Long.BYTES + content.length + VALUES.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    headed.putLong(content.length).put(content).put(VALUES);
    Untrusted.file(file, headed.array(), PickleFuzzTest::readAll);
  }
}
