namespace Hourglass.Training;

/// <summary>Which networks a step moves.</summary>
[Flags]
internal enum Players
{
    /// <summary>The encoder, and a second one beside it.</summary>
    Encoder = 1,

    /// <summary>The decoder.</summary>
    Decoder = 2,

    /// <summary>What the two are trained against.</summary>
    Adversary = 4,

    /// <summary>Everything at once.</summary>
    All = Encoder | Decoder | Adversary,
}

/// <summary>Parameters that move together: a range of the flat tensor.</summary>
/// <param name="Player">Whose they are.</param>
/// <param name="Start">The first.</param>
/// <param name="Length">How many.</param>
internal readonly record struct ParameterGroup(Players Player, long Start, long Length);
