package org.sourcefree.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.op.train.Restore;
import org.tensorflow.op.train.Save;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/**
 * The resource variables of one graph, float32 to those that read them, by name and in order of
 * creation. The same name gives the same variable, so that a network built twice in a graph shares
 * its weights. Ref variables are not used: their updates race with reads.
 */
public final class Variables {
  private final Ops tf;
  private final Ops named;
  private final ConvolutionKernels kernels;
  private final Quantization quantization;
  private final String owner;
  private final Map<String, Variable> variables;

  /** The owner of the segmentation network's variables. */
  public static final String NETWORK = "network";

  /** What a variable is for. */
  public enum Role {
    /** A network's; gradients may move it. */
    WEIGHT,
    /** A batch norm's running average; it follows the images. */
    AVERAGE,
    /** Computed once before training; nothing moves it. */
    CONSTANT,
    /** An optimizer's memory of a weight's gradients. */
    MOMENTUM,
    /** The loss scale's state. */
    LOSS_SCALE
  }

  /**
   * One variable.
   *
   * @param name the PyTorch state-dict key for network weights
   * @param owner whose it is: a network's name, which its optimizer's variables have too
   * @param shape fully known
   * @param handle the resource, for assign and apply operations
   * @param stored the value as it is kept
   * @param value the value read, as float32
   * @param assigned placeholder of the values that {@code assignment} stores
   */
  public record Variable(
      String name,
      String owner,
      Role role,
      Shape shape,
      Operand<? extends TType> handle,
      Operand<? extends TType> stored,
      Operand<TFloat32> value,
      Operand<TFloat32> assigned,
      Op assignment) {}

  /** Variables of the graph that tf builds into, for a CPU. */
  public Variables(Ops tf) {
    this(tf, ConvolutionKernels.MATRIX);
  }

  /**
   * Variables of the graph that tf builds into.
   *
   * @param kernels how the networks on them compute their convolutions
   */
  public Variables(Ops tf, ConvolutionKernels kernels) {
    this(tf, kernels, Quantization.NONE);
  }

  /**
   * Variables of the graph that tf builds into.
   *
   * @param kernels how the networks on them compute their convolutions
   * @param quantization how they are kept; they can only be trained in float32
   */
  public Variables(Ops tf, ConvolutionKernels kernels, Quantization quantization) {
    this.tf = tf;
    this.kernels = kernels;
    this.quantization = quantization;
    // A scope of its own, as the names of other programs' variables may be taken.
    this.named = tf.withSubScope("variables");
    this.owner = NETWORK;
    this.variables = new LinkedHashMap<>();
  }

  private Variables(Variables all, String owner) {
    this.tf = all.tf;
    this.kernels = all.kernels;
    this.quantization = all.quantization;
    this.named = all.named;
    this.owner = owner;
    this.variables = all.variables;
  }

  /**
   * The same variables for a further network: what it gets by name alone is its own, and has its
   * owner's name before its own.
   */
  public Variables of(String other) {
    return new Variables(this, other);
  }

  /** The network's weight of this name, see {@link #get(String, Shape, String, Role)}. */
  public Variable get(String name, Shape shape) {
    return get(name, shape, Role.WEIGHT);
  }

  /** The network's variable of this name and role. */
  public Variable get(String name, Shape shape, Role role) {
    return get(named(owner, name), shape, owner, role);
  }

  /** The name of the variable that a network got by a name. */
  public static String named(String owner, String name) {
    return owner.equals(NETWORK) ? name : owner + "." + name;
  }

  /**
   * The variable of this name, created when it is new.
   *
   * @throws IllegalArgumentException if it exists with another shape, owner or role
   */
  public Variable get(String name, Shape shape, String owner, Role role) {
    Variable variable = variables.computeIfAbsent(name, key -> create(key, shape, owner, role));
    if (!variable.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "variable %s has shape %s, asked for as %s".formatted(name, variable.shape(), shape));
    }
    if (!variable.owner().equals(owner) || variable.role() != role) {
      throw new IllegalArgumentException(
          "variable %s is %s of %s, asked for as %s of %s"
              .formatted(name, variable.role(), variable.owner(), role, owner));
    }
    return variable;
  }

  /** How the networks on these variables compute their convolutions. */
  public ConvolutionKernels kernels() {
    return kernels;
  }

  /** All variables, in order of creation. */
  public List<Variable> all() {
    return List.copyOf(variables.values());
  }

  /** The variables of a role, in order of creation. */
  public List<Variable> of(Role role) {
    return variables.values().stream().filter(variable -> variable.role() == role).toList();
  }

  /**
   * Adds the operations that {@link Session#save}, {@link Session#restore} and the SavedModel
   * exporter look for; call once, after the last variable was made.
   */
  public void addSaver() {
    Ops save = tf.withSubScope("save");
    Placeholder<TString> filename =
        save.withName("filename").placeholder(TString.class, Placeholder.shape(Shape.scalar()));
    List<Operand<?>> values = new ArrayList<>();
    List<Class<? extends TType>> types = new ArrayList<>();
    variables.values().forEach(variable -> values.add(variable.stored()));
    variables.values().forEach(variable -> types.add(quantization.type()));
    String[] names = variables.keySet().toArray(String[]::new);
    Operand<TString> namesTensor = save.constant(NdArrays.vectorOfObjects(names));
    String[] whole = new String[names.length];
    Arrays.fill(whole, "");
    Operand<TString> slices = save.constant(NdArrays.vectorOfObjects(whole));
    Save saved = save.train.save(filename, namesTensor, slices, values);
    save.withControlDependencies(saved).withName("control_dependency").identity(filename);
    Restore restored = save.train.restore(filename, namesTensor, slices, types);
    List<Op> assignments = new ArrayList<>();
    int index = 0;
    for (Variable variable : variables.values()) {
      assignments.add(save.assignVariableOp(variable.handle(), restored.tensors().get(index++)));
    }
    save.withControlDependencies(assignments).withName("restore_all").noOp();
  }

  /**
   * Sets variables from arrays, all in one run: every other set of feeds has TensorFlow prepare the
   * whole graph anew.
   *
   * @param values name to values, row-major, of the variable's size
   */
  public void assign(Session session, Map<String, float[]> values) {
    if (values.isEmpty()) {
      return;
    }
    List<TFloat32> tensors = new ArrayList<>();
    try {
      Session.Runner runner = session.runner();
      for (Map.Entry<String, float[]> entry : values.entrySet()) {
        Variable variable = existing(entry.getKey());
        TFloat32 tensor = Tensors.floats(variable.shape(), entry.getValue());
        tensors.add(tensor);
        runner.feed(variable.assigned(), tensor).addTarget(variable.assignment());
      }
      runner.run().close();
    } finally {
      tensors.forEach(TFloat32::close);
    }
  }

  /** The current value of a variable, row-major. */
  public float[] read(Session session, String name) {
    return Objects.requireNonNull(read(session, List.of(existing(name))).get(name));
  }

  /** The current values of several variables by name, row-major, read in one run. */
  public static Map<String, float[]> read(Session session, List<Variable> variables) {
    Session.Runner runner = session.runner();
    variables.forEach(variable -> runner.fetch(variable.value()));
    Map<String, float[]> values = new LinkedHashMap<>();
    try (Result result = runner.run()) {
      for (int i = 0; i < variables.size(); i++) {
        values.put(variables.get(i).name(), Tensors.array((TFloat32) result.get(i)));
      }
    }
    return values;
  }

  private Variable existing(String name) {
    Variable variable = variables.get(name);
    if (variable == null) {
      throw new IllegalArgumentException("no variable is named " + name);
    }
    return variable;
  }

  private Variable create(String name, Shape shape, String owner, Role role) {
    if (shape.hasUnknownDimension()) {
      throw new IllegalArgumentException("variable %s has shape %s".formatted(name, shape));
    }
    VarHandleOp handle =
        named
            .withName(name.replaceAll("[^A-Za-z0-9_.-]", "."))
            .varHandleOp(quantization.type(), shape, VarHandleOp.sharedName(name));
    Operand<? extends TType> stored = tf.readVariableOp(handle.resource(), quantization.type());
    Operand<TFloat32> value = quantization.restored(tf, stored);
    Operand<TFloat32> assigned = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    Op assignment = tf.assignVariableOp(handle.resource(), quantization.kept(tf, assigned));
    return new Variable(
        name, owner, role, shape, handle.resource(), stored, value, assigned, assignment);
  }
}
