using Hourglass.Architectures;

namespace Hourglass.Onnx;

/// <summary>Makes batch norms and normalization part of the weights beside them, wherever the result is exactly the same function.</summary>
internal static class GraphFolding
{
    /// <summary>Folds in place: into the layer before where there is one, else into the layer after.</summary>
    public static void Fold(List<GraphStep> steps)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i] is AffineStep { IsTaken: false } step && FoldBackward(steps, i, step.Affine))
                steps.RemoveAt(i--);
        }

        for (var i = steps.Count - 1; i >= 0; i--)
        {
            if (steps[i] is AffineStep { IsTaken: false } step && FoldForward(steps, i, step.Affine))
                steps.RemoveAt(i);
        }

        // The log variances of a variational encoder are needed only while training.
        if (steps.Count > 1 && steps[^1] is FirstStep first && steps[^2] is LinearStep { Layer: Dense } dense)
        {
            steps.RemoveAt(steps.Count - 1);
            steps[^1] = dense.First(first.Output.Channels);
        }
    }

    private static bool FoldBackward(List<GraphStep> steps, int at, Affine? affine)
    {
        for (var i = at - 1; i >= 0 && affine is not null; i--)
        {
            switch (steps[i])
            {
                case { IsTaken: true }:
                    return false;
                case LinearStep linear:
                    steps[i] = linear.Then(affine);
                    return true;
                case AffineStep before:
                    steps[i] = before with { Affine = before.Affine.Then(affine) };
                    return true;
                case LayerStep { Layer: Reshape }:
                    affine = i > 0 ? affine.Reshaped(steps[i - 1].Output) : null;
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    private static bool FoldForward(List<GraphStep> steps, int at, Affine? affine)
    {
        for (var i = at + 1; i < steps.Count && affine is not null; i++)
        {
            switch (steps[i])
            {
                case LinearStep linear when linear.CanFollow(affine):
                    steps[i] = linear.After(affine);
                    return true;
                case LayerStep { Layer: Reshape, IsTaken: false }:
                    affine = affine.Reshaped(steps[i].Output);
                    break;
                default:
                    return false;
            }
        }

        return false;
    }
}
