using Hourglass.Data.Bytes;

namespace Hourglass.Data.Images;

/// <summary>The files of a collection of pictures, in a folder or in an archive.</summary>
internal interface IPictureFiles : IDisposable
{
    /// <summary>Reads a whole file. Safe to call from several threads at once.</summary>
    /// <param name="place">Its place in the table of paths.</param>
    /// <exception cref="DataException">It is gone, too large or cannot be read; the message completes "the file ...".</exception>
    RentedBytes Read(int place);
}
