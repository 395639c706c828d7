package org.sourcefree.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import org.sourcefree.machine.Machine;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
  private static final String FILE = "/org/sourcefree/version.properties";

  @Override
  public String[] getVersion() throws IOException {
    return new String[] {
      "sourcefree " + ours(),
      "commit     " + Machine.commit(),
      // Its natives say it too, but take half a second to load.
      "TensorFlow " + built("tensorflow"),
      "Java       " + Runtime.version(),
    };
  }

  static String ours() throws IOException {
    return built("version");
  }

  /** As the build wrote it. */
  private static String built(String name) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream(FILE)) {
      properties.load(Objects.requireNonNull(in));
    }
    return properties.getProperty(name, "unknown");
  }
}
