package org.sourcefree.savedmodel;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.TensorSliceProto;

/**
 * What a checkpoint's index says of one tensor.
 *
 * @param shape sizes of its dimensions, at least 0
 * @param shard number of the file that it lies in
 * @param offset of its bytes there
 * @param size number of bytes
 * @param checksum masked CRC-32C of its bytes
 * @param slices the parts that it lies in, if it is partitioned
 */
record BundleEntry(
    DataType type,
    List<Long> shape,
    int shard,
    long offset,
    long size,
    int checksum,
    List<TensorSliceProto> slices) {
  private static final int MOST_DIMENSIONS = 254;

  /** BundleEntryProto. */
  static BundleEntry parse(byte[] value) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(value);
    DataType type = DataType.DT_INVALID;
    List<Long> shape = new ArrayList<>();
    List<TensorSliceProto> slices = new ArrayList<>();
    int shard = 0;
    long offset = 0;
    long size = 0;
    int checksum = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> {
          DataType known = DataType.forNumber(in.readEnum());
          type = known == null ? DataType.UNRECOGNIZED : known;
        }
        case 2 -> shape = shape(TensorShapeProto.parseFrom(in.readByteArray()));
        case 3 -> shard = in.readInt32();
        case 4 -> offset = in.readInt64();
        case 5 -> size = in.readInt64();
        case 6 -> checksum = in.readFixed32();
        case 7 -> slices.add(TensorSliceProto.parseFrom(in.readByteArray()));
        default -> in.skipField(tag);
      }
    }
    return new BundleEntry(type, shape, shard, offset, size, checksum, slices);
  }

  private static List<Long> shape(TensorShapeProto shape) throws IOException {
    List<Long> sizes = new ArrayList<>();
    for (TensorShapeProto.Dim dimension : shape.getDimList()) {
      sizes.add(dimension.getSize());
    }
    boolean sound = !shape.getUnknownRank() && sizes.size() <= MOST_DIMENSIONS;
    if (!sound || sizes.stream().anyMatch(each -> each < 0)) {
      throw new IOException("a tensor has no sound shape");
    }
    return sizes;
  }

  /** Number of elements; ArithmeticException if there are too many to count. */
  long elements() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  /**
   * Checks that the bytes are those of the type and shape.
   *
   * @param length of the file, bytes
   */
  void requireFits(long length) throws IOException {
    long bytes = Math.multiplyExact(elements(), (long) width(type));
    if (!slices.isEmpty()) {
      requireSlices();
    } else if (width(type) > 0 && bytes != size) {
      throw new IOException(
          "a tensor of type %s and shape %s takes %d bytes, found %d"
              .formatted(type, shape, bytes, size));
    } else if (elements() > length && bytes > 0) {
      throw new IOException("a tensor of shape %s is larger than its file".formatted(shape));
    }
  }

  private void requireSlices() throws IOException {
    long covered = 0;
    for (TensorSliceProto slice : slices) {
      boolean sound = slice.getExtentCount() == shape.size();
      long part = 1;
      for (int i = 0; sound && i < shape.size(); i++) {
        TensorSliceProto.Extent extent = slice.getExtent(i);
        long taken = extent.hasLength() ? extent.getLength() : shape.get(i);
        sound = extent.getStart() >= 0 && taken >= 0;
        sound &= taken <= shape.get(i) && extent.getStart() <= shape.get(i) - taken;
        part = Math.multiplyExact(part, taken);
      }
      covered = Math.addExact(covered, part);
      if (!sound) {
        throw new IOException("a part of a tensor lies outside of it");
      }
    }
    if (covered != elements()) {
      throw new IOException("the parts of a tensor are not the whole of it");
    }
  }

  /** Bytes an element; 0 where they differ. */
  private static int width(DataType type) {
    return switch (type) {
      case DT_BOOL, DT_INT8, DT_UINT8, DT_QINT8, DT_QUINT8 -> 1;
      case DT_HALF, DT_BFLOAT16, DT_INT16, DT_UINT16, DT_QINT16, DT_QUINT16 -> 2;
      case DT_FLOAT, DT_INT32, DT_UINT32, DT_QINT32 -> 4;
      case DT_DOUBLE, DT_INT64, DT_UINT64, DT_COMPLEX64 -> 8;
      case DT_COMPLEX128 -> 16;
      default -> 0;
    };
  }
}
