namespace Hourglass.Archives.Networks;

/// <summary>The instructions that a network is computed with. The results are the same.</summary>
internal enum ArithmeticKind
{
    /// <summary>One number at a time: what the others have to equal.</summary>
    Scalar,
}
