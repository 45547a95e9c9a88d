namespace Hourglass.Cli.Terminal;

/// <summary>Where a command writes, and what stands behind it.</summary>
/// <param name="Out">For results only.</param>
/// <param name="Error">For progress, notes and errors.</param>
internal sealed record Streams(TextWriter Out, TextWriter Error)
{
    /// <summary>The width of help when it does not go to a terminal.</summary>
    public const int PageWidth = 100;

    private const int NarrowestTerminal = 20;

    /// <summary>Whether results are read on a screen.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Whether progress is watched on a screen.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the screen.</summary>
    public int Width { get; init; } = PageWidth;

    /// <summary>Those of this process.</summary>
    public static Streams OfProcess() => new(Console.Out, Console.Error)
    {
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Width = Console.IsOutputRedirected && Console.IsErrorRedirected ? PageWidth : WidthOfTerminal(),
    };

    private static int WidthOfTerminal()
    {
        try
        {
            return Console.WindowWidth >= NarrowestTerminal ? Console.WindowWidth : PageWidth;
        }
        catch (Exception unknown) when (unknown is IOException or PlatformNotSupportedException)
        {
            return PageWidth;
        }
    }
}
