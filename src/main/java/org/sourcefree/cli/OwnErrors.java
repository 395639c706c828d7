package org.sourcefree.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Standard error for what the program says alone. TensorFlow's natives write notes there that no
 * setting stops, some while they are loaded; what fails in them comes as an exception besides.
 */
final class OwnErrors {
  /** The number of a second descriptor of standard error, which launchers open. */
  private static final String PROPERTY = "sourcefree.stderr";

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private OwnErrors() {}

  /** Has natives write to nowhere from now on, if the launcher asks for it. */
  static void separate() {
    Integer second = Integer.getInteger(PROPERTY);
    if (second != null && isStandardError(second)) {
      try {
        System.setErr(stream(second));
        // Java does not close standard error, it redirects it to /dev/null.
        new FileOutputStream(FileDescriptor.err).close();
      } catch (ReflectiveOperationException | IOException e) {
        throw new IllegalStateException("a launcher must open java.io", e);
      }
    }
  }

  /** In a process that such a one started, the number stands for another file. */
  private static boolean isStandardError(int descriptor) {
    try {
      return Files.readSymbolicLink(DESCRIPTORS.resolve("2"))
          .equals(Files.readSymbolicLink(DESCRIPTORS.resolve(Integer.toString(descriptor))));
    } catch (IOException e) {
      return false;
    }
  }

  private static PrintStream stream(int descriptor) throws ReflectiveOperationException {
    Constructor<FileDescriptor> constructor =
        FileDescriptor.class.getDeclaredConstructor(int.class);
    constructor.setAccessible(true);
    FileOutputStream file = new FileOutputStream(constructor.newInstance(descriptor));
    return new PrintStream(new BufferedOutputStream(file), true, charset());
  }

  /** As Java chose it: by one name up to 17, by another from then on. */
  private static Charset charset() {
    String old = System.getProperty("sun.stderr.encoding", Charset.defaultCharset().name());
    return Charset.forName(System.getProperty("stderr.encoding", old));
  }
}
