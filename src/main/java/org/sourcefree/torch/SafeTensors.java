package org.sourcefree.torch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sourcefree.InvalidInputException;
import org.sourcefree.PlainText;
import org.sourcefree.torch.StoredTensor.Storage;

/**
 * The safetensors format: length of the header, a JSON header of every tensor's type, shape and
 * place, then the tensors without gap or overlap. Nothing in it guards the values.
 */
final class SafeTensors implements TensorFile {
  private static final int LARGEST_HEADER = 16 << 20;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build())
          .build();

  /** A tensor and the range of its bytes behind the header. */
  private record Place(StoredTensor tensor, long begin, long end) {}

  private final RawData data;
  private final long start;
  private final Map<String, Place> places = new LinkedHashMap<>();

  private SafeTensors(RawData data) throws IOException {
    this.data = data;
    long length = data.bytes(0, Long.BYTES).getLong();
    if (length < 2 || length > LARGEST_HEADER || length > data.size() - Long.BYTES) {
      throw new InvalidInputException(
          "a safetensors header cannot take %d bytes".formatted(length));
    }
    start = Long.BYTES + length;
    try (JsonParser json = JSON.createParser(data.bytes(Long.BYTES, (int) length).array())) {
      require(json.nextToken() == JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        require(json.nextToken() == JsonToken.START_OBJECT);
        if (name.equals("__metadata__")) {
          json.skipChildren();
        } else {
          places.put(PlainText.line(name), place(name, json));
        }
      }
      require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null);
    }
    requireGapless();
  }

  /** Opens a file; what is wrong with it is said without its name. */
  static SafeTensors open(Path file) throws IOException {
    RawData data = new RawData(file);
    try {
      return new SafeTensors(data);
    } catch (IOException | RuntimeException e) {
      data.close();
      throw e;
    }
  }

  private static Place place(String name, JsonParser json) throws IOException {
    String type = "";
    List<Long> shape = new ArrayList<>();
    List<Long> range = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      json.nextToken();
      switch (key) {
        case "dtype" -> type = json.getText();
        case "shape" -> numbers(json, shape);
        case "data_offsets" -> numbers(json, range);
        default -> require(false);
      }
    }
    require(json.currentToken() == JsonToken.END_OBJECT && range.size() == 2);
    String said = type;
    ElementType element =
        ElementType.ofSafetensors(type)
            .orElseThrow(() -> new InvalidInputException("a tensor in it has the type " + said));
    long size = shape.stream().reduce(1L, Math::multiplyExact);
    StoredTensor tensor =
        new StoredTensor(
            new Storage(name, element, size), 0, shape, StateDictWriter.strides(shape));
    require(range.get(1) - range.get(0) == tensor.storage().bytes());
    return new Place(tensor, range.get(0), range.get(1));
  }

  private static void numbers(JsonParser json, List<Long> numbers) throws IOException {
    require(json.currentToken() == JsonToken.START_ARRAY && numbers.isEmpty());
    while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
      require(numbers.size() < StoredTensor.MOST_DIMENSIONS && json.getLongValue() >= 0);
      numbers.add(json.getLongValue());
    }
    require(json.currentToken() == JsonToken.END_ARRAY);
  }

  private void requireGapless() throws IOException {
    long position = 0;
    for (Place place :
        places.values().stream().sorted(Comparator.comparing(Place::begin)).toList()) {
      require(place.begin() == position);
      position = place.end();
    }
    require(!places.isEmpty() && start + position == data.size());
  }

  private static void require(boolean sound) {
    if (!sound) {
      throw new InvalidInputException("its safetensors header is damaged or does not fit its data");
    }
  }

  @Override
  public List<Entry> entries() {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    places.forEach((name, place) -> tensors.put(name, place.tensor()));
    return StateDictPickle.entries(tensors);
  }

  @Override
  public List<String> skipped() {
    return List.of();
  }

  @Override
  public float[] read(Entry entry) {
    Place place = Objects.requireNonNull(places.get(entry.name()));
    try {
      int length = place.tensor().storage().bytes();
      return place.tensor().values(data.bytes(start + place.begin(), length));
    } catch (IOException e) {
      throw new InvalidInputException("tensor %s is truncated".formatted(entry.name()), e);
    }
  }

  @Override
  public void close() {
    data.close();
  }
}
