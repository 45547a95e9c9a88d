using Hourglass.Architectures;

namespace Hourglass.Onnx;

/// <summary>Checks that weights are those a network needs.</summary>
internal static class WeightFit
{
    /// <summary>The values of each weight by name.</summary>
    /// <exception cref="ArchitectureException">A weight is missing, twice there, of another shape, or not finite.</exception>
    public static Dictionary<string, float[]> Values(IEnumerable<WeightShape> shapes, IEnumerable<WeightTensor> weights)
    {
        var given = new Dictionary<string, WeightTensor>(StringComparer.Ordinal);
        foreach (var weight in weights)
        {
            if (!given.TryAdd(weight.Name, weight))
                throw new ArchitectureException($"The weight '{weight.Name}' is there twice.");
        }

        return shapes.ToDictionary(shape => shape.Name, shape => Value(shape, given.GetValueOrDefault(shape.Name)), StringComparer.Ordinal);
    }

    private static float[] Value(WeightShape shape, WeightTensor? weight)
    {
        var sides = string.Join(", ", shape.Shape);
        if (weight is null)
            throw new ArchitectureException($"The weight '{shape.Name}' is missing; expected [{sides}].");
        if (!weight.Shape.SequenceEqual(shape.Shape) || weight.Values.Length != shape.Size)
            throw new ArchitectureException($"The weight '{shape.Name}' is [{string.Join(", ", weight.Shape)}]; expected [{sides}].");
        foreach (var value in weight.Values)
        {
            if (!float.IsFinite(value))
                throw new ArchitectureException($"The weight '{shape.Name}' holds {value}; every value must be finite: the training diverged.");
        }

        return weight.Values;
    }
}
