package org.sourcefree.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array read from a NumPy .npy file, C order, of {@code <f4}, {@code <f8}, {@code <i8}, {@code
 * |i1}, {@code |u1} or {@code |b1}; the <a
 * href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">format</a>.
 */
public final class Npy {
  private static final Pattern HEADER =
      Pattern.compile(
          "'descr': '([^']+)', 'fortran_order': (True|False), 'shape': \\(([0-9, ]*)\\)");

  private final String type;
  private final long[] shape;
  private final ByteBuffer data;

  private Npy(String type, long[] shape, ByteBuffer data) {
    this.type = type;
    this.shape = shape;
    this.data = data;
  }

  /** Reads a file. */
  public static Npy read(Path file) {
    try {
      return parse(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a resource of the tests, e.g. {@code golden/metrics/c19/label.npy}. */
  public static Npy read(String resource) {
    try (InputStream in = Npy.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("there must be a test resource " + resource);
      }
      return parse(resource, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The array's sizes, outermost first; empty for a scalar. */
  public long[] shape() {
    return shape.clone();
  }

  /** The elements of a {@code <f4} array. */
  public float[] floats() {
    expect("<f4");
    float[] values = new float[size()];
    data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  /** The elements of a {@code <f8} array. */
  public double[] doubles() {
    expect("<f8");
    double[] values = new double[size()];
    data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
    return values;
  }

  /** The elements of an {@code <i8} array. */
  public long[] longs() {
    expect("<i8");
    long[] values = new long[size()];
    data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values);
    return values;
  }

  /** The elements of an {@code <i8} array of train ids, 0…255, as unsigned bytes. */
  public byte[] ids() {
    long[] values = longs();
    byte[] ids = new byte[values.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = (byte) values[i];
    }
    return ids;
  }

  /** The elements of a {@code |i1} array. */
  public byte[] signed() {
    expect("|i1");
    byte[] values = new byte[size()];
    data.duplicate().get(values);
    return values;
  }

  /** The elements of a {@code |u1} array, or of a {@code |b1} array as 0 and 1. */
  public byte[] bytes() {
    expect("|u1", "|b1");
    byte[] values = new byte[size()];
    data.duplicate().get(values);
    return values;
  }

  private int size() {
    return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
  }

  private void expect(String... types) {
    if (!Arrays.asList(types).contains(type)) {
      throw new IllegalStateException(
          "the array must be of " + String.join(" or ", types) + ", got " + type);
    }
  }

  private static Npy parse(String name, byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int major = file.length > 10 && file[1] == 'N' ? file[6] : 0;
    if (major < 1 || major > 3) {
      throw new IllegalArgumentException(name + " must be a .npy file of version 1 to 3");
    }
    int start = major == 1 ? 10 : 12;
    int length = major == 1 ? Short.toUnsignedInt(bytes.getShort(8)) : bytes.getInt(8);
    String header = new String(file, start, length, StandardCharsets.ISO_8859_1);
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.find() || matcher.group(2).equals("True")) {
      throw new IllegalArgumentException(name + " must be in C order, got " + header.strip());
    }
    bytes.position(start + length);
    Npy npy = new Npy(matcher.group(1), sizes(matcher.group(3)), bytes.slice());
    if (npy.data.remaining() != (long) npy.size() * (npy.type.charAt(2) - '0')) {
      throw new IllegalArgumentException(name + " must hold as many elements as its shape says");
    }
    return npy;
  }

  private static long[] sizes(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(size -> !size.isEmpty())
        .mapToLong(Long::parseLong)
        .toArray();
  }
}
