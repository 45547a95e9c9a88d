namespace Hourglass.Archives.Networks;

/// <summary>The instructions that a network is computed with. The results are the same.</summary>
internal enum ArithmeticKind
{
    /// <summary>One number at a time: what the others have to equal.</summary>
    Scalar,

    /// <summary>Vectors of 128 bits: SSE, ARM.</summary>
    Vector128,

    /// <summary>AVX2.</summary>
    Avx2,

    /// <summary>AVX-512 (F, BW).</summary>
    Avx512,
}
