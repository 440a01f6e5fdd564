namespace Simulator.Laws.Generators;

/// <summary>Kinds of targets that cases are drawn from.</summary>
[Flags]
public enum TargetKinds
{
    /// <summary>No target.</summary>
    None = 0,

    /// <summary>Mixtures on the line, one component included.</summary>
    Line = 1,

    /// <summary>Gaussians in one to three dimensions.</summary>
    Gaussian = 2,

    /// <summary>Mixtures of two Gaussians in the plane.</summary>
    Planar = 4,

    /// <summary>The circle, a sphere of which every average is an integral over one angle.</summary>
    Circle = 8,

    /// <summary>Spheres in three and four dimensions.</summary>
    Sphere = 16,

    /// <summary>Two independent blocks.</summary>
    Product = 32,

    /// <summary>Gaussians, products and spheres, rotated.</summary>
    Rotated = 64,

    /// <summary>Kinds of which the law of X_0 given X_t is known here in closed form, so that averages can be computed without sampling.</summary>
    Averaged = Line | Gaussian | Planar | Circle,

    /// <summary>All kinds.</summary>
    All = Averaged | Sphere | Product | Rotated,
}
