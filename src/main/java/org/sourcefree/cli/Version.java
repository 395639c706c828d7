package org.sourcefree.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.sourcefree.machine.Machine;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
  private static final String FILE = "/org/sourcefree/version.properties";

  @Override
  public String[] getVersion() throws IOException {
    Map<String, Object> facts = Machine.facts();
    return new String[] {
      "sourcefree " + ours(),
      "commit     " + facts.get("sourcefree_commit"),
      "TensorFlow " + facts.get("tensorflow"),
      "Java       " + facts.get("java"),
    };
  }

  /** As the build wrote it. */
  static String ours() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream(FILE)) {
      properties.load(Objects.requireNonNull(in));
    }
    return properties.getProperty("version", "unknown");
  }
}
