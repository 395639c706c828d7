package org.sourcefree.scenes;

/** Draws scenes of one domain; the same seed gives the same bytes. */
public final class ScenePainter {
  private final Appearance domain;
  private final int width;
  private final int height;

  /**
   * Creates a painter.
   *
   * @param domain how scenes look
   * @param width pixels
   * @param height pixels
   */
  public ScenePainter(Appearance domain, int width, int height) {
    this.domain = domain;
    this.width = width;
    this.height = height;
  }

  /** Draws the scene that belongs to a seed. */
  public Scene paint(long seed) {
    Dice dice = new Dice(seed);
    Dice layout = dice.fork();
    Dice looks = dice.fork();
    Dice things = dice.fork();
    Dice exposure = dice.fork();
    int scale = Canvas.OVERSAMPLING;
    Canvas canvas = new Canvas(width * scale, height * scale);
    Street street = Street.draw(layout);
    Camera camera =
        Camera.of(domain.view(), canvas.width(), canvas.height(), layout.between(-0.08, 0.08));
    Stage stage = new Stage(canvas, camera, new ClassColours(domain.surfaces()), Sun.draw(layout));
    new Backdrop(stage, looks.fork()).paint();
    new Ground(stage, street, looks.fork()).paint();
    new Surroundings(stage, street, domain.objects()).paint(looks.fork());
    new Population(stage, street, domain.objects(), things).paint();
    return new Exposure(domain.light(), domain.sensor()).develop(canvas, exposure);
  }
}
