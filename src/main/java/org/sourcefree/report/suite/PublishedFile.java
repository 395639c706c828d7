package org.sourcefree.report.suite;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The paper's tables as resources. */
final class PublishedFile {
  private static final String FOLDER = "/org/sourcefree/report/published/";

  private PublishedFile() {}

  /** The lines below the heading. */
  static List<CSVRecord> read(String name) {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (InputStream stream =
            Objects.requireNonNull(PublishedFile.class.getResourceAsStream(FOLDER + name), name);
        CSVParser parser =
            CSVParser.parse(new InputStreamReader(stream, StandardCharsets.UTF_8), format)) {
      return parser.getRecords();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
