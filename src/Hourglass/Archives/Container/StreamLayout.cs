namespace Hourglass.Archives.Container;

/// <summary>Pictures that are coded by one model: those with the same channels and levels.</summary>
/// <param name="Channels">Samples per pixel, 1 to 4.</param>
/// <param name="Levels">How many values a sample of the files can take: 2 to 65,536.</param>
/// <param name="Step">What a sample was divided by, an odd number: 2e + 1 for an error of at most e; 1 when it is exact.</param>
internal sealed record StreamLayout(int Channels, int Levels, int Step)
{
    /// <summary>The number of the stream that holds bytes; streams of pictures follow.</summary>
    public const int Bytes = 0;

    /// <summary>How many values a coded sample can take.</summary>
    public int CodedLevels => Code(Levels - 1) + 1;

    /// <summary>The coded value of a sample: the nearest multiple of the step, so that 0 stays 0.</summary>
    public int Code(int sample) => (sample + (Step / 2)) / Step;

    /// <summary>The sample that comes back: at most <c>Step / 2</c> from the one that was coded.</summary>
    public int Sample(int coded) => Math.Min(coded * Step, Levels - 1);
}
