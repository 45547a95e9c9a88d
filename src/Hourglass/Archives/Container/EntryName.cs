namespace Hourglass.Archives.Container;

/// <summary>Which names an entry can have: those that mean the same file, inside of the folder that is unpacked into, on every system.</summary>
internal static class EntryName
{
    /// <summary>The most bytes of a name in UTF-8.</summary>
    public const int MaxBytes = 4096;

    private static readonly string[] s_devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

    /// <summary>What is wrong with a name, or null.</summary>
    public static string? Fault(string name)
    {
        if (name.Length == 0)
            return "empty";
        if (name.Contains('\\', StringComparison.Ordinal))
            return "with a backslash";
        if (name.Any(char.IsControl))
            return "with a control character";
        if (name[0] == '/' || (name.Length > 1 && name[1] == ':' && char.IsAsciiLetter(name[0])))
            return "absolute";
        return name.Split('/').Any(part => part is "" or "." or "..") ? "with an empty part, . or .." : null;
    }

    /// <summary>What is wrong with a name on Windows, or null.</summary>
    public static string? WindowsFault(string name) => name.Split('/').Any(IsNoWindowsName) ? "no name that Windows allows" : null;

    /// <summary>A form that two names share if some system takes them for the same.</summary>
    public static string Fold(string name) => string.Join('/', name.Split('/').Select(part => part.TrimEnd('.', ' '))).ToUpperInvariant();

    private static bool IsNoWindowsName(string part)
    {
        var stem = part.Split('.')[0].TrimEnd(' ').ToUpperInvariant();
        return part[^1] is '.' or ' ' || part.AsSpan().ContainsAny("<>:\"|?*") || s_devices.Contains(stem)
            || (stem.Length == 4 && (stem.StartsWith("COM", StringComparison.Ordinal) || stem.StartsWith("LPT", StringComparison.Ordinal)) && !char.IsAsciiLetter(stem[3]));
    }
}
