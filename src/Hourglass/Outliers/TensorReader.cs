using System.Globalization;
using System.Numerics.Tensors;
using Hourglass.Architectures;

namespace Hourglass.Outliers;

/// <summary>Named arrays of a file that nobody has to trust: each is checked when it is taken.</summary>
internal sealed class TensorReader(IReadOnlyList<WeightTensor> tensors, string file)
{
    private readonly Dictionary<string, WeightTensor> _byName = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);

    /// <summary>The finite values of an array.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its sides; null stands for any of at least 1.</param>
    /// <exception cref="ModelFormatException">It is missing, has another shape, or holds what is no number.</exception>
    public float[] Take(string name, params int?[] shape)
    {
        if (!_byName.TryGetValue(name, out var tensor))
            throw Wrong(name, "missing", "there");
        if (tensor.Shape.Count != shape.Length || tensor.Shape.Zip(shape).Any(side => side.First < 1 || side.First != (side.Second ?? side.First)))
            throw Wrong(name, $"of shape [{string.Join(", ", tensor.Shape)}]", $"[{string.Join(", ", shape.Select(side => side?.ToString(CultureInfo.InvariantCulture) ?? "n"))}]");
        return TensorPrimitives.IsFiniteAll<float>(tensor.Values) ? tensor.Values : throw Wrong(name, "a value that is no finite number", "finite numbers");
    }

    /// <summary>What is wrong with an array.</summary>
    public ModelFormatException Wrong(string name, string found, string expected) => new(file, 0, name, found, expected);
}
