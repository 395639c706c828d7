package org.sourcefree.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The segments of a JPEG before its first scan. Two things in them make Java's decoder give other
 * pixels than libjpeg, and so than Pillow, OpenCV, torchvision and TensorFlow: a colour profile, by
 * which it converts them, and stray bytes between segments, at which it gives up.
 */
final class JpegHeader {
  private static final int FILL = 0xFF;
  private static final int START = 0xD8;
  private static final int START_OF_SCAN = 0xDA;
  private static final int END_OF_IMAGE = 0xD9;
  private static final int APPLICATION_2 = 0xE2;
  private static final int TEMPORARY = 0x01;
  private static final int FIRST_FRAME = 0xC0;
  private static final int PROGRESSIVE_FRAME = 0xC2;
  private static final int LAST_FRAME = 0xCF;

  /** Among the codes of frames those of Huffman and arithmetic tables, and one not in use. */
  private static final Set<Integer> TABLES = Set.of(0xC4, 0xC8, 0xCC);

  private static final byte[] PROFILE = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);

  private final byte[] content;

  /** The part of a file from one place to another, in bytes. */
  private record Range(int from, int to) {}

  private JpegHeader(byte[] content) {
    this.content = content;
  }

  /**
   * The same JPEG without colour profiles and stray bytes, whose decoded values are the stored
   * ones. What cannot be followed to the first scan stays as it is, for the decoder to refuse.
   *
   * @param content a whole JPEG file
   */
  static byte[] plain(byte[] content) {
    List<Range> kept = new JpegHeader(content).kept();
    int length = kept.stream().mapToInt(range -> range.to() - range.from()).sum();
    if (length == content.length) {
      return content;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length);
    kept.forEach(range -> out.write(content, range.from(), range.to() - range.from()));
    return out.toByteArray();
  }

  /**
   * Refuses the rare kinds of JPEG that neither Java nor most other programs decode.
   *
   * @param content of any image file
   * @throws ImageFault if it is one
   */
  static void requireKnown(byte[] content) throws ImageFault {
    JpegHeader header = new JpegHeader(content);
    boolean jpeg =
        content.length > 2 && (content[0] & 0xFF) == FILL && (content[1] & 0xFF) == START;
    int code = jpeg ? header.marker(2) : content.length;
    while (code < content.length && (content[code] & 0xFF) != START_OF_SCAN) {
      int kind = content[code] & 0xFF;
      boolean frame = kind >= FIRST_FRAME && kind <= LAST_FRAME && !TABLES.contains(kind);
      if (frame && kind > PROGRESSIVE_FRAME) {
        throw new ImageFault("its kind of JPEG is rare (lossless, hierarchical or arithmetic)");
      }
      if (frame && code + 3 < content.length && content[code + 3] != Byte.SIZE) {
        throw new ImageFault("its samples have %d bits, not 8".formatted(content[code + 3]));
      }
      code = header.marker(header.end(code, kind));
    }
  }

  private List<Range> kept() {
    List<Range> kept = new ArrayList<>();
    int at = Math.min(2, content.length);
    kept.add(new Range(0, at));
    while (true) {
      int code = marker(at);
      if (code >= content.length) {
        kept.add(new Range(at, content.length));
        return kept;
      }
      int kind = content[code] & 0xFF;
      int end = end(code, kind);
      if (!isProfile(code, kind)) {
        kept.add(new Range(code - 1, end));
      }
      if (end == content.length) {
        return kept;
      }
      at = end;
    }
  }

  /** Where the next marker's code stands, behind its last fill byte; the file's length if none. */
  private int marker(int from) {
    int at = from;
    while (at < content.length) {
      while (at < content.length && (content[at] & 0xFF) != FILL) {
        at++;
      }
      while (at < content.length && (content[at] & 0xFF) == FILL) {
        at++;
      }
      if (at < content.length && content[at] != 0) {
        return at;
      }
    }
    return content.length;
  }

  /** Where a segment ends: with the file if it is the first scan or says a wrong length. */
  private int end(int code, int kind) {
    if (kind == TEMPORARY || (kind >= 0xD0 && kind < END_OF_IMAGE)) {
      return code + 1;
    }
    if (kind == START_OF_SCAN || kind == END_OF_IMAGE || code + 3 > content.length) {
      return content.length;
    }
    int length = ((content[code + 1] & 0xFF) << 8) | (content[code + 2] & 0xFF);
    int end = code + 1 + length;
    return length < 2 || end > content.length ? content.length : end;
  }

  private boolean isProfile(int code, int kind) {
    int from = code + 3;
    int to = from + PROFILE.length;
    return kind == APPLICATION_2
        && to <= content.length
        && Arrays.equals(content, from, to, PROFILE, 0, PROFILE.length);
  }
}
