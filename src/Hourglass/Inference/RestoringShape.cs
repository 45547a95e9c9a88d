using Hourglass.Architectures;

namespace Hourglass.Inference;

/// <summary>What is known of a restoring network without running it.</summary>
/// <param name="Stride">Sides of windows are multiples of this.</param>
/// <param name="Reach">How far from a pixel the network, or the task around it, looks for its answer.</param>
/// <param name="PixelBytes">Bytes of memory that its layers take at once for each pixel of a window.</param>
internal sealed record RestoringShape(int Stride, int Reach, long PixelBytes)
{
    // What is alive at once, measured: a layer's input and output, one of them once more in the order that ONNX Runtime computes in, and skips.
    private const double LiveFactor = 1.5;

    /// <summary>A network that has seen the whole picture on a grid before its windows are made: only the colors of a window are worked on.</summary>
    public static RestoringShape OfGrid { get; } = new(1, 0, 64);

    /// <summary>Works it out from the layers of a network without a code.</summary>
    /// <param name="architecture">The layers.</param>
    /// <param name="taskReach">How far the task looks before and after it.</param>
    /// <exception cref="ArchitectureException">The layers do not fit together, or one works at one size only.</exception>
    public static RestoringShape Of(Architecture architecture, int taskReach)
    {
        var layers = ShapeInference.Infer(architecture);
        var pixels = (double)architecture.Input.Height * architecture.Input.Width;
        var taken = Skips.Taken(architecture.Encoder);
        var (sight, kept) = (new Sight(1, 0), new Dictionary<string, Sight>(StringComparer.Ordinal) { [Architecture.InputName] = new(1, 0) });
        var (widest, skips) = (0.0, 0.0);
        foreach (var at in layers)
        {
            sight = sight.After(at.Layer);
            if (Skips.Of(at.Layer) is { } with)
                sight = sight with { Reach = Math.Max(sight.Reach, kept[with].Reach) };
            widest = Math.Max(widest, at.Input.Size + (double)at.Output.Size);
            if (!taken.Contains(at.Layer.Name))
                continue;
            kept[at.Layer.Name] = sight;
            skips = Math.Max(skips, at.Output.Size);
        }

        return new RestoringShape(
            NetworkStride.Of(architecture), (int)Math.Ceiling(sight.Reach) + taskReach,
            (long)Math.Ceiling(LiveFactor * sizeof(float) * (widest + skips) / pixels));
    }

    /// <summary>How a layer's output sees the input of the network.</summary>
    /// <param name="Step">Pixels of the input between neighboring values.</param>
    /// <param name="Reach">The farthest pixel of the input that a value depends on.</param>
    private readonly record struct Sight(double Step, double Reach)
    {
        public Sight After(Layer layer) => layer switch
        {
            Conv conv => new Sight(Step * conv.Stride, Reach + Step * Math.Max(conv.Padding, conv.Kernel - 1 - conv.Padding)),
            ConvTranspose conv => new Sight(Step / conv.Stride, Reach + Step * ((conv.Kernel - 1) / conv.Stride + 1)),
            SpaceToDepth fold => new Sight(Step * fold.Block, Reach + Step * (fold.Block - 1)),
            DepthToSpace unfold => new Sight(Step / unfold.Block, Reach + Step * (unfold.Block - 1) / unfold.Block),
            _ => this,
        };
    }
}
