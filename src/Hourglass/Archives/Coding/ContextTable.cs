using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Hourglass.Archives.Coding;

/// <summary>
/// Adaptive probabilities found by the hash of a context. A slot holds the seven decisions of a tree of three levels behind one context; of two
/// slots that a hash may take, the one used less is given up. Contexts that meet in a slot by accident cost a little size, never correctness.
/// The memory is borrowed: up to 64 MiB for every chunk would be a heap full of garbage.
/// </summary>
internal sealed class ContextTable : IDisposable
{
    /// <summary>Words per slot: the check of the context, then the states of nodes 1 to 7.</summary>
    public const int SlotWords = 8;

    private uint[] _words;
    private readonly int _shift;

    /// <summary>A table of 2^<paramref name="logSlots"/> empty slots of 32 bytes.</summary>
    public ContextTable(int logSlots)
    {
        _shift = 32 - logSlots;
        _words = ArrayPool<uint>.Shared.Rent(SlotWords << logSlots);
        _words.AsSpan(0, SlotWords << logSlots).Fill(AdaptiveBits.Even);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<uint>.Shared.Return(_words);
        _words = [];
    }

    /// <summary>The word of a slot; node n of the tree is n words further.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref uint At(int word) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_words), word);

    /// <summary>Says that a context will be looked for soon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Prefetch(uint hash)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref At((int)((hash * 0x9E3779B1) >> _shift) * SlotWords)));
    }

    /// <summary>The slot of a context: where its words begin. A new context begins at even odds.</summary>
    public int Find(uint hash)
    {
        hash *= 0x9E3779B1;
        var first = (int)(hash >> _shift) * SlotWords;
        var check = (hash * 0x85EBCA77) | 1;
        ref var a = ref At(first);
        if (a == check)
            return first;
        var second = first ^ SlotWords;
        ref var b = ref At(second);
        if (b == check)
            return second;
        var taken = AdaptiveBits.Count(At(first + 1)) <= AdaptiveBits.Count(At(second + 1)) ? first : second;
        ref var slot = ref At(taken);
        slot = check;
        for (var node = 1; node < SlotWords; node++)
            Unsafe.Add(ref slot, node) = AdaptiveBits.Even;
        return taken;
    }
}
