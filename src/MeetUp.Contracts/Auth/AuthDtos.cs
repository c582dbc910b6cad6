using System.ComponentModel.DataAnnotations;
using MeetUp.Contracts.Users;

namespace MeetUp.Contracts.Auth;

/// <summary>Sign in without an account. <paramref name="DisplayName"/>: 1–64 characters after trimming.</summary>
public sealed record GuestSignIn([property: Required] string? DisplayName);

/// <summary>A refresh or sign-out call. A spent token revokes its whole family.</summary>
public sealed record RefreshTokenBody([property: Required] string? RefreshToken);

/// <summary>What both sign-in and refresh answer. <paramref name="ExpiresIn"/> is the access token's life in seconds.</summary>
public sealed record TokenPair(string AccessToken, string TokenType, int ExpiresIn, string RefreshToken, PersonRef User);

/// <summary>A JSON Web Key Set (RFC 7517) with the keys this server signs with.</summary>
public sealed record PublicKeySet(IReadOnlyList<PublicKey> Keys);

/// <summary>The public half of an elliptic-curve key.</summary>
public sealed record PublicKey(string Kty, string Crv, string X, string Y, string Use, string Alg, string Kid);
